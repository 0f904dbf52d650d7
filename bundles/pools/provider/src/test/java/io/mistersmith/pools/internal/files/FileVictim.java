package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.faults.Victim;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A pool of files in a folder of its own, of which all want the same one. */
public final class FileVictim implements Victim<FileHandle> {

    private static final String NAME = "a.txt";
    private static final String TEXT = "text";
    private static final int[] PER_FILE = {100, 2, 1};

    private final Path folder;
    private final FileEngine engine;

    /** With a file in each of three folders. */
    public FileVictim(Limits limits, ThreadPools threads) {
        try {
            folder = Files.createTempDirectory("file-victim").toRealPath();
            for (int variant = 0; variant < PER_FILE.length; variant++) {
                Files.writeString(Files.createDirectory(root(variant)).resolve(NAME), TEXT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        engine = new FileEngine("docs", root(0), new FileSettings(Victim.sizes(limits), PER_FILE[0]));
        engine.work(new ThreadsWork(threads));
    }

    private Path root(int variant) {
        return folder.resolve("variant" + variant);
    }

    /** The variant is the folder, and the limit of a file. */
    @Override
    public void settings(PoolSettings sizes, int variant) {
        engine.settings(new FileSettings(sizes, PER_FILE[variant]), root(variant));
    }

    @Override
    public ResourcePool<FileHandle> pool() {
        return new FilesView(engine, new Borrower("shop 1.0.0")).reading(NAME);
    }

    @Override
    public void call(FileHandle file, String text) throws IOException, WrongAnswerException {
        ByteBuffer bytes = ByteBuffer.allocate(TEXT.length());
        int unused = file.read(bytes, 0);
        String answer = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        if (!TEXT.equals(answer)) {
            throw new WrongAnswerException(text, answer);
        }
    }

    @Override
    public void close() {
        var unused = engine.close();
        engine.takeBackAllAfter(Duration.ZERO);
        try {
            for (int variant = 0; variant < PER_FILE.length; variant++) {
                Files.delete(root(variant).resolve(NAME));
                Files.delete(root(variant));
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
