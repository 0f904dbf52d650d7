package io.mistersmith.lifecycle.internal.deploy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where jars go that left the folder: nothing is deleted, and nothing is overwritten. */
public final class ReplacedJars {

    private static final int MOST = 10_000;

    private final Path folder;

    /** Keeps them in this folder, which is made when it is needed. */
    public ReplacedJars(Path folder) {
        this.folder = folder;
    }

    /**
     * Moves a jar here; {@code orders-1.0.jar} becomes {@code orders-1.0-2.jar} when there is one already.
     *
     * @return where it is now
     */
    Path take(Path jar) throws IOException {
        Files.createDirectories(folder);
        String name = jar.getFileName().toString();
        String stem = name.substring(0, name.length() - ".jar".length());
        for (int count = 1; count <= MOST; count++) {
            Path target = folder.resolve(count == 1 ? name : stem + "-" + count + ".jar");
            if (moved(jar, target)) {
                return target;
            }
        }
        throw new IOException(folder + " has " + MOST + " jars named " + stem + ". Delete some");
    }

    private static boolean moved(Path jar, Path target) throws IOException {
        try {
            Files.move(jar, target);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }
}
