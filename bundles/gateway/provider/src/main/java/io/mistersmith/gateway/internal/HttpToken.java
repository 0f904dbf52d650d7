package io.mistersmith.gateway.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret that senders show as {@code Authorization: Bearer TOKEN}. It is in a file of its own, and in no log. */
final class HttpToken {

    private static final int RANDOM_BYTES = 32;
    private static final int MIN_LENGTH = 16;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final String SCHEME = "bearer ";

    private final byte[] token;

    private HttpToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the token, after making it if there is none; closes the file and its folder to everybody else.
     *
     * @throws IOException if that fails, or the file holds no token; the message says what to do
     */
    static HttpToken at(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, OWNER_FOLDER);
        if (!Files.exists(file)) {
            make(folder, file);
        }
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        String token = Files.readString(file).strip();
        if (token.length() < MIN_LENGTH || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(file + " holds no token of " + MIN_LENGTH
                    + " or more printable characters. Delete it; the next start makes a new one");
        }
        return new HttpToken(token);
    }

    private static void make(Path folder, Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        FileAttribute<Set<PosixFilePermission>> closed = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path whole = Files.createTempFile(folder, "http", ".tmp", closed);
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Whether the value of an {@code Authorization} header shows the token; takes equally long for any wrong one. */
    boolean matches(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        byte[] shown = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown, token);
    }
}
