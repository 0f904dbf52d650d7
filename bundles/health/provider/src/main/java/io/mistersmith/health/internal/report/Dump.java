package io.mistersmith.health.internal.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what somebody elsewhere needs to find a fault into one file that holds no secret. */
public final class Dump {

    private static final int LOG_LINES = 500;
    private static final long LOG_BYTES = 1 << 20;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    /** Users, passwords and keys are left out as a whole. */
    private static final Set<String> LEFT_OUT = Set.of("users.properties", "keys.properties", "host.key");

    /** Variables that only sound like it. */
    private static final Set<String> FOLDERS = Set.of("PWD", "OLDPWD");

    private final Path etc;
    private final Path data;
    private final Path log;

    /**
     * @param log the file whose end goes into the dump
     */
    public Dump(Path etc, Path data, Path log) {
        this.etc = etc;
        this.data = data;
        this.log = log;
    }

    /**
     * Writes a dump, readable for its owner only.
     *
     * @param parts texts by name, besides the settings and the end of the log, which it reads itself
     * @return the file
     */
    public Path write(Map<String, String> parts) throws IOException {
        Redaction redaction = new Redaction();
        redaction.add(secretFiles());
        Map<String, List<String>> settings = settings();
        settings.values().forEach(redaction::learn);
        redaction.add(System.getenv().entrySet().stream()
                .filter(variable -> Redaction.soundsSecret(variable.getKey()))
                .filter(variable -> !FOLDERS.contains(variable.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        Map<String, String> entries = new LinkedHashMap<>();
        parts.forEach((name, text) -> entries.put(name, redaction.text(text)));
        settings.forEach(
                (name, lines) -> entries.put("etc/" + name, String.join("\n", redaction.settings(lines)) + "\n"));
        entries.put("log.txt", redaction.text(endOfLog()));
        Path folder = Files.createDirectories(data.resolve("dumps"), mode(data, "rwx------"));
        Path file = folder.resolve("dump-" + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + ".zip");
        Files.createFile(file, mode(data, "rw-------"));
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE), StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static FileAttribute<?>[] mode(Path where, String permissions) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private List<String> secretFiles() throws IOException {
        Path folder = data.resolve("secrets");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> lines(file).stream())
                    .toList();
        }
    }

    private Map<String, List<String>> settings() throws IOException {
        Map<String, List<String>> settings = new TreeMap<>();
        try (Stream<Path> files = Files.list(etc)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(cfg|properties|config)"))
                    .filter(file -> !LEFT_OUT.contains(name(file)))
                    .forEach(file -> settings.put(name(file), lines(file)));
        }
        return settings;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** As every byte is a character here, no file is too odd to be read. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return List.of();
        }
    }

    private String endOfLog() throws IOException {
        if (!Files.exists(log)) {
            return "no log at " + log + "\n";
        }
        try (var channel = Files.newByteChannel(log)) {
            long size = channel.size();
            channel.position(Math.max(0, size - LOG_BYTES));
            byte[] end = new byte[(int) Math.min(size, LOG_BYTES)];
            var buffer = java.nio.ByteBuffer.wrap(end);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until it is full, or the file shorter than it was
            }
            List<String> lines = new String(end, 0, buffer.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())) + "\n";
        }
    }
}
