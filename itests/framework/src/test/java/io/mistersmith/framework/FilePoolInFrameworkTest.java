package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PathRefusedException;
import io.mistersmith.pools.PoolClosedException;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourcePools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A pool of files, as a file and a service. */
class FilePoolInFrameworkTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String CFG = "io.mistersmith.pools.files-docs.cfg";
    private static final String NAMED = "(&(pool.name=docs)(pool.kind=files))";

    private final TestFramework framework;
    private final Path docs;
    private final Path more;

    FilePoolInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        Path real = folder.toRealPath();
        docs = Files.createDirectory(real.resolve("docs"));
        more = Files.createDirectory(real.resolve("more"));
        Files.writeString(docs.resolve("a.txt"), "from docs");
        Files.writeString(more.resolve("a.txt"), "from more");
        framework = TestFramework.open(
                real.resolve("home"), "io.mistersmith.threads.provider", "io.mistersmith.pools.provider");
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void poolComesChangesBelowItsUsersAndGoesWithItsFile() throws Exception {
        framework.save(CFG, "root=" + docs + "\nmax.size=2\n");
        FilePool pool = framework.service(FilePool.class, NAMED);
        Lease<FileHandle> lease = pool.reading("a.txt").acquire(LONG);
        assertThat(text(lease)).isEqualTo("from docs");
        assertThatThrownBy(() -> pool.reading("../more/a.txt")).isInstanceOf(PathRefusedException.class);

        framework.save(CFG, "root=" + more + "\nmax.size=3\n");
        await().until(() -> pool.status().max() == 3);
        framework.save(CFG, "root=more\nmax.size=4\n"); // refused
        framework.save("io.mistersmith.pools.files-later.cfg", "root=" + more + "\n"); // looked at after the other
        framework.service(FilePool.class, "(pool.name=later)");
        assertThat(pool.status().max()).isEqualTo(3);
        assertThat(text(lease)).as("still borrowed").isEqualTo("from docs");
        try (Lease<FileHandle> other = pool.reading("a.txt").acquire(LONG)) {
            assertThat(text(other)).isEqualTo("from more");
        }

        Files.delete(framework.etc(CFG));
        await().until(() ->
                framework.context().getServiceReferences(FilePool.class, NAMED).isEmpty());
        assertThat(text(lease)).as("has time to end").isEqualTo("from docs");
        assertThatThrownBy(() -> pool.reading("a.txt").acquire(LONG)).isInstanceOf(PoolClosedException.class);
        lease.close();
    }

    @Test
    void aNewFileWithABadRootIsAPoolThatSaysSoAndWorksOnceItIsMended() throws Exception {
        framework.save(CFG, "root=docs\n");
        FilePool pool = framework.service(FilePool.class, NAMED);
        assertThatThrownBy(() -> pool.reading("a.txt").acquire(LONG))
                .isInstanceOf(PoolUnavailableException.class)
                .hasMessage("Pool unavailable: pool=docs, root is not set; set it in the pool's file");

        framework.save(CFG, "root=" + docs + "\n");

        await().ignoreExceptionsInstanceOf(PoolUnavailableException.class).untilAsserted(() -> {
            try (Lease<FileHandle> lease = pool.reading("a.txt").acquire(LONG)) {
                assertThat(text(lease)).isEqualTo("from docs");
            }
        });
    }

    @Test
    void whatAStoppedBundleHoldsIsTakenBackAndOperatorsSeeItAll() throws Exception {
        framework.save(CFG, "root=" + docs + "\nmax.size=1\n");
        framework.service(FilePool.class, NAMED);
        ResourcePools operators = framework.service(ResourcePools.class);
        Bundle borrower = framework.install(40, "io.mistersmith.resilience.provider");
        FilePool pool = borrower.getBundleContext()
                .getService(borrower.getBundleContext()
                        .getServiceReferences(FilePool.class, NAMED)
                        .iterator()
                        .next());
        Lease<FileHandle> lease = pool.writing("b.txt").acquire(LONG);
        assertThat(operators.pool("docs").kind()).isEqualTo("files");
        assertThat(operators.holders("docs").get(0).bundle()).startsWith("io.mistersmith.resilience.provider ");

        borrower.stop();

        assertThat(operators.pool("docs").reclaimed()).isEqualTo(1);
        assertThat(operators.pool("docs").size()).isZero();
        assertThatIllegalStateException().isThrownBy(lease::get).withMessageContaining("its bundle stopped");
        assertThatIllegalStateException().isThrownBy(() -> pool.reading("a.txt").acquire(LONG));
    }

    private static String text(Lease<FileHandle> lease) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        int unused = lease.get().read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
