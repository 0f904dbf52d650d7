package io.mistersmith.configuration.internal.intake;

import java.io.File;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;

/**
 * Is asked by File Install in the place of its own reader of .cfg files, and hands on to that what may be read. So a file that
 * it fails at, or that would take its thread or all memory, is refused before anybody reads it, and is heard of.
 */
public final class FileGate implements ArtifactInstaller {

    private final File folder;
    private final Supplier<@Nullable ArtifactInstaller> reader;
    private final Predicate<File> admits;
    private final Consumer<File> asked;
    private final Object storing;

    /**
     * @param folder whose .cfg files are judged
     * @param reader File Install's own; null while there is none
     * @param admits whether a file may be read; says why if not
     * @param asked is told of each file that came, changed or went, before it is read
     * @param storing held while what was read is stored
     */
    public FileGate(
            File folder,
            Supplier<@Nullable ArtifactInstaller> reader,
            Predicate<File> admits,
            Consumer<File> asked,
            Object storing) {
        this.folder = folder.getAbsoluteFile();
        this.reader = reader;
        this.admits = admits;
        this.asked = asked;
        this.storing = storing;
    }

    @Override
    public boolean canHandle(File file) {
        return file.getName().endsWith(".cfg")
                && folder.equals(file.getAbsoluteFile().getParentFile())
                && reader.get() != null;
    }

    @Override
    public void install(File file) throws Exception {
        asked.accept(file);
        ArtifactInstaller present = reader.get();
        if (present != null && admits.test(file)) {
            synchronized (storing) {
                present.install(file);
            }
        }
    }

    @Override
    public void update(File file) throws Exception {
        asked.accept(file);
        ArtifactInstaller present = reader.get();
        if (present != null && admits.test(file)) {
            synchronized (storing) {
                present.update(file);
            }
        }
    }

    @Override
    public void uninstall(File file) throws Exception {
        asked.accept(file);
        ArtifactInstaller present = reader.get();
        if (present != null) {
            synchronized (storing) {
                present.uninstall(file);
            }
        }
    }
}
