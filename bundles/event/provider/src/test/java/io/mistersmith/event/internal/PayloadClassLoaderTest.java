package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.EventType;
import io.mistersmith.event.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Neither does the codec keep a plugin's classes, nor a plugin's class the codec. */
class PayloadClassLoaderTest {

    @EventType("plugin.loaded")
    record Plugged(String name) {}

    /** Defines the record anew, as a plugin's bundle would. */
    private static final class PluginLoader extends ClassLoader {

        PluginLoader() {
            super(PayloadClassLoaderTest.class.getClassLoader());
        }

        Class<?> define() throws IOException {
            String file = Plugged.class.getName().replace('.', '/') + ".class";
            try (InputStream in = getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(Plugged.class.getName(), bytes, 0, bytes.length);
            }
        }
    }

    @Test
    void loaderGoesAfterItsBundleStoppedAlsoWhenItsRecordsStoodInAList() throws Exception {
        JacksonPayloadCodec codec = new JacksonPayloadCodec();
        WeakReference<ClassLoader> loader = use(codec, true);

        await().atMost(Duration.ofSeconds(20)).until(() -> collected(loader));
        assertThat(codec.encode("still there")).isEqualTo("\"still there\"");
    }

    @Test
    void loaderGoesEvenIfNobodySaysThatItsBundleStopped() throws Exception {
        JacksonPayloadCodec codec = new JacksonPayloadCodec();
        WeakReference<ClassLoader> loader = use(codec, false);

        await().atMost(Duration.ofSeconds(20)).until(() -> collected(loader));
        assertThat(codec.encode("still there")).isEqualTo("\"still there\"");
    }

    @Test
    void closedCodecIsNotKeptByTheClassesItKnew() {
        JacksonPayloadCodec codec = new JacksonPayloadCodec();
        codec.typeOf(Plugged.class);
        codec.encode(new Plugged("x"));
        codec.close();
        WeakReference<JacksonPayloadCodec> reference = new WeakReference<>(codec);
        codec = null;

        await().atMost(Duration.ofSeconds(20)).until(() -> collected(reference));
        assertThat(Plugged.class).isNotNull();
    }

    private static WeakReference<ClassLoader> use(JacksonPayloadCodec codec, boolean stop) throws Exception {
        PluginLoader loader = new PluginLoader();
        Class<?> type = loader.define();
        Object payload = codec.decode("{\"name\":\"n\"}", type);
        assertThat(payload.getClass().getClassLoader()).isSameAs(loader);
        assertThat(codec.typeOf(type).name()).isEqualTo("plugin.loaded");
        assertThat(codec.encode(payload)).isEqualTo("{\"name\":\"n\"}");
        if (stop) {
            // refused, because the class of the list does not say what is in it; the mapper has seen the record by then
            assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> codec.encode(List.of(payload)));
            codec.drop(loader);
        }
        return new WeakReference<>(loader);
    }

    private static boolean collected(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }
}
