package io.mistersmith.itests.leaky;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.FrameworkUtil;

/** Writes {@code <bundle id> <what happened>} into {@code data/leaky.log}: by it the test knows that the leaks are there. */
final class Diary {

    private static final Path LOG = Path.of(System.getProperty("karaf.data"), "leaky.log");

    /** Makes each class loader heavy, so that one that stays is seen in the live heap too. */
    private static final byte[] BALLAST = new byte[256 * 1024];

    private static final long BUNDLE = FrameworkUtil.getBundle(Diary.class).getBundleId();

    private Diary() {}

    /** One write per line, so that lines of several threads do not mix. */
    static void write(String what) {
        try {
            Files.write(
                    LOG,
                    (BUNDLE + " " + what + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something to hold on to. */
    static byte[] ballast() {
        return BALLAST;
    }
}
