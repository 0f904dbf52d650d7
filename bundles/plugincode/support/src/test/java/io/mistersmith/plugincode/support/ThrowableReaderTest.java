package io.mistersmith.plugincode.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class ThrowableReaderTest {

    private static final CountDownLatch END = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ThrowableReader reader = new ThrowableReader(() -> threads);

    @AfterAll
    static void release() {
        END.countDown();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void ordinaryThrowableIsReadOnThisThreadAndLoggedItself() {
        Exception thrown = new IllegalStateException("no order", new RuntimeException(new IOException("disk")));

        ReadThrowable read =
                new ThrowableReader((java.util.function.Supplier<java.util.concurrent.Executor>) null).read(thrown);

        assertThat(read.loggable()).isSameAs(thrown);
        assertThat(read.message()).isEqualTo("no order");
        assertThat(read.summary())
                .isEqualTo("java.lang.IllegalStateException: no order, caused by java.io.IOException: disk");
        assertThat(read.stackTrace()).isEqualTo(printed(thrown));
    }

    @Test
    void exceptionClassOfAPluginWithoutMethodsOfItsOwnIsOrdinary() {
        Exception thrown = new Plain("sold out");

        assertThat(reader.read(thrown).loggable()).isSameAs(thrown);
        assertThat(reader.read(thrown).summary()).isEqualTo(Plain.class.getName() + ": sold out");
    }

    @Test
    void textThatAPluginComposesIsRead() {
        ReadThrowable read = reader.read(new RuntimeException("outer", new Composed()));

        assertThat(read.summary())
                .isEqualTo("java.lang.RuntimeException: outer, caused by " + Composed.class.getName() + ": order 7");
        assertThat(read.stackTrace()).contains("Caused by: " + Composed.class.getName() + ": order 7");
        assertThat(read.loggable()).isInstanceOf(CopiedThrowable.class);
        assertThat(read.loggable().getStackTrace()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource // not of throwables: JUnit prints what a test is given
    void methodThatThrowsLosesItsOwnPartAlone(Hostile.Method method) {
        for (Runnable deed : List.<Runnable>of(ThrowableReaderTest::fail, new Recursion())) {
            ReadThrowable read = reader.read(new Hostile(method, deed));

            assertThat(read.className()).isEqualTo(Hostile.class.getName());
            assertThat(read.summary()).startsWith(Hostile.class.getName());
            assertThat(read.stackTrace()).startsWith(Hostile.class.getName());
            assertThat(printed(read.loggable())).startsWith(Hostile.class.getName());
            assertThat(read.loggable()).isInstanceOf(CopiedThrowable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void methodThatNeverReturnsIsGivenUpOnceAndThenNotCalledAgain(Hostile.Method method) {
        Hostile thrown = new Hostile(method, ThrowableReaderTest::waitForTheEnd);
        ReadThrowable read = reader.read(thrown);
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            read = reader.read(thrown);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(read.summary()).startsWith(Hostile.class.getName());
        assertThat(printed(read.loggable())).startsWith(Hostile.class.getName());
    }

    @Test
    void withoutAThreadNoMethodOfThePluginRuns() {
        Hostile thrown = new Hostile(Hostile.Method.TO_STRING, ThrowableReaderTest::waitForTheEnd);

        ReadThrowable read = new ThrowableReader(() -> null).read(thrown);

        assertThat(read.summary())
                .isEqualTo(Hostile.class.getName() + " (text not read: there is no thread to run its methods)");
        assertThat(new ThrowableReader(() -> null)
                        .read(new Composed())
                        .loggable()
                        .getStackTrace())
                .isNotEmpty();
    }

    @Test
    void cyclesAndDeepChainsEnd() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        Throwable deep = new Exception("0");
        for (int i = 1; i < 20_000; i++) {
            deep = new Exception("" + i, deep);
        }

        assertThat(printed(reader.read(first).loggable())).contains("first").contains("second");
        assertThat(reader.read(deep).stackTrace()).startsWith("java.lang.Exception: 19999");
        assertThat(printed(reader.read(deep).loggable())).contains("19990").doesNotContain("10000");
    }

    @Test
    void causesThatAreMadeOnDemandEnd() {
        assertThat(reader.read(new Endless()).stackTrace()).contains("Caused by: " + Endless.class.getName());
    }

    @Test
    void longTextIsCut() {
        ReadThrowable read = reader.read(new Exception("x".repeat(10_000_000)));

        assertThat(read.summary()).hasSizeLessThan(600).endsWith("xxx…");
        assertThat(read.message()).hasSizeLessThan(9_000);
        assertThat(read.loggable().getMessage()).hasSizeLessThan(9_000);
    }

    @Test
    void controlCharactersAreRemoved() {
        ReadThrowable read = reader.read(new Exception("a\u001b[2J\u0007b\nc\u202ed"));

        assertThat(read.summary()).isEqualTo("java.lang.Exception: a [2J b c d");
        assertThat(read.stackTrace()).startsWith("java.lang.Exception: a [2J b\nc d\n");
        assertThat(read.loggable().getMessage()).isEqualTo("java.lang.Exception: a [2J b\nc d");
    }

    private static void fail() {
        throw new Error("of the plugin's");
    }

    private static final class Recursion implements Runnable {
        @Override
        public void run() {
            Runnable again = this;
            again.run();
        }
    }

    /** Does not return when it is interrupted. */
    private static void waitForTheEnd() {
        boolean waiting = true;
        while (waiting) {
            try {
                END.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class Plain extends Exception {
        private static final long serialVersionUID = 1L;

        Plain(String message) {
            super(message);
        }
    }

    private static final class Composed extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            return "order " + 7;
        }
    }

    private static final class Endless extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    /** A throwable one of whose methods does something else. */
    static final class Hostile extends Exception {
        private static final long serialVersionUID = 1L;

        enum Method {
            TO_STRING,
            MESSAGE,
            LOCALIZED_MESSAGE,
            CAUSE,
            STACK_TRACE,
            PRINT,
            HASH_CODE
        }

        private final Method method;
        private final transient Runnable deed;

        Hostile(Method method, Runnable deed) {
            super("a text");
            this.method = method;
            this.deed = deed;
        }

        private void reached(Method now) {
            if (now == method) {
                deed.run();
            }
        }

        @Override
        public String toString() {
            reached(Method.TO_STRING);
            return "Hostile";
        }

        @Override
        public @Nullable String getMessage() {
            reached(Method.MESSAGE);
            return super.getMessage();
        }

        @Override
        public @Nullable String getLocalizedMessage() {
            reached(Method.LOCALIZED_MESSAGE);
            return super.getLocalizedMessage();
        }

        @Override
        public synchronized Throwable getCause() {
            reached(Method.CAUSE);
            return this;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            reached(Method.STACK_TRACE);
            return super.getStackTrace();
        }

        @Override
        public void printStackTrace(PrintStream to) {
            reached(Method.PRINT);
        }

        @Override
        public void printStackTrace(PrintWriter to) {
            reached(Method.PRINT);
        }

        @Override
        public int hashCode() {
            reached(Method.HASH_CODE);
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other == this;
        }
    }
}
