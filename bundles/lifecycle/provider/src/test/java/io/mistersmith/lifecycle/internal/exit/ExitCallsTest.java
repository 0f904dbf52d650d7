package io.mistersmith.lifecycle.internal.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If a call were not rewritten, it would end the JVM of this test. */
class ExitCallsTest {

    private final ClassLoader plugin = new RewritingLoader();

    @ParameterizedTest
    @EnumSource(Exiting.Way.class)
    void everyWayToEndTheProcessThrowsAndNamesItsCaller(Exiting.Way way) throws ReflectiveOperationException {
        IntConsumer exit = (IntConsumer) Class.forName(Exiting.Way.class.getName(), true, plugin)
                .getField(way.name())
                .get(null);

        assertThatThrownBy(() -> exit.accept(3))
                .isInstanceOf(SecurityException.class)
                .hasMessageMatching("Refused (System\\.exit|Runtime\\.exit|Runtime\\.halt)\\(3\\) by "
                        + "io\\.mistersmith\\.lifecycle\\.internal\\.exit\\.Exiting\\S+ of bundle orders 1\\.0\\.0: it would end"
                        + " the container and every plugin in it; throw an exception instead");
    }

    @Test
    void aClassWithoutSuchACallStaysAsItIs() throws IOException {
        assertThat(ExitCalls.refused(classFile(ExitCallsTest.class), "orders")).isNull();
        assertThat(ExitCalls.refused(classFile(String.class), "orders")).isNull();
        assertThat(ExitCalls.refused(classFile(Thread.class), "orders")).isNull();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        String path = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = ExitCallsTest.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path);
            }
            return in.readAllBytes();
        }
    }

    /** Loads {@link Exiting} and its nested classes by itself, rewritten. */
    private static final class RewritingLoader extends ClassLoader {

        RewritingLoader() {
            super(ExitCallsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Exiting.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] original = in.readAllBytes();
                byte[] rewritten = ExitCalls.refused(original, "orders 1.0.0");
                byte[] bytes = rewritten == null ? original : rewritten;
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
