package io.mistersmith.configuration.internal.history;

import io.mistersmith.configuration.internal.files.AtomicFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes that wait to be confirmed, on disk, for their owner only, so that a start after a kill finds them. */
public final class PendingFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PendingFiles.class);
    private static final byte[] END = "\n--\n".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;

    public PendingFiles(Path folder) {
        this.folder = folder;
    }

    /** Keeps a change; on disk when this returns. */
    public void save(PendingFile change) throws IOException {
        Properties fields = new Properties();
        fields.setProperty("pid", change.pid());
        fields.setProperty("file", change.file().toString());
        fields.setProperty("by", change.by());
        fields.setProperty("until", change.until().toString());
        byte[] before = change.before();
        fields.setProperty("existed", String.valueOf(before != null));
        StringWriter header = new StringWriter();
        fields.store(header, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(END);
        if (before != null) {
            bytes.writeBytes(before);
        }
        AtomicFiles.ownerFolder(folder);
        AtomicFiles.write(file(change.pid()), bytes.toByteArray(), true);
        AtomicFiles.sync(folder);
    }

    /** Forgets a change. */
    public void delete(String pid) {
        try {
            Files.deleteIfExists(file(pid));
            AtomicFiles.sync(folder);
        } catch (IOException e) {
            LOG.error("{} cannot be deleted, so the next start takes that change back. Delete it.", file(pid), e);
        }
    }

    /** Those that were never confirmed. */
    public List<PendingFile> list() {
        List<PendingFile> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pending")) {
            for (Path file : found) {
                read(file, all);
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read, so what was not confirmed stays", folder, e);
        }
        return all;
    }

    private static void read(Path file, List<PendingFile> all) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String latin = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = latin.indexOf(new String(END, StandardCharsets.ISO_8859_1));
            Properties fields = new Properties();
            fields.load(new StringReader(new String(bytes, 0, end, StandardCharsets.UTF_8)));
            byte[] before = latin.substring(end + END.length).getBytes(StandardCharsets.ISO_8859_1);
            all.add(new PendingFile(
                    fields.getProperty("pid", ""),
                    Path.of(fields.getProperty("file", "")),
                    fields.getProperty("by", ""),
                    Instant.parse(fields.getProperty("until", "")),
                    Boolean.parseBoolean(fields.getProperty("existed")) ? before : null));
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be read, so what it would take back stays. Look at cfg:history.", file, e);
        }
    }

    private Path file(String pid) {
        return folder.resolve(URLEncoder.encode(pid, StandardCharsets.UTF_8) + ".pending");
    }
}
