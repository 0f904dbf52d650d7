package io.mistersmith.threads.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes one number in a {@code .cfg}; all else in it, comments too, stays as it is. */
final class SizeFile {

    private SizeFile() {}

    /** Replaces the file by one with this value: there whole or not at all, and on disk when this returns. */
    static void set(Path file, String key, int value) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        byte[] text = with(Files.readString(file), key, value).getBytes(StandardCharsets.UTF_8);
        try {
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(text);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static String with(String text, String key, int value) {
        Matcher line = Pattern.compile("(?m)^([ \\t]*" + Pattern.quote(key) + "[ \\t]*[=:][ \\t]*).*$")
                .matcher(text);
        if (line.find()) {
            return line.replaceAll(match -> Matcher.quoteReplacement(match.group(1) + value));
        }
        return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + key + "=" + value + "\n";
    }
}
