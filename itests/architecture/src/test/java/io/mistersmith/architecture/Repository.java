package io.mistersmith.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources are. */
final class Repository {

    private Repository() {}

    /** The top folder of the checkout. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md")) || !Files.exists(folder.resolve("bundles"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside a checkout: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }
}
