package io.mistersmith.configuration.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;

class PassedValuesTest {

    private static final String PID = "io.mistersmith.examples.orders";

    private String value = "1";
    private long count;
    private int asked;
    private boolean deleted;
    private Runnable meanwhile = () -> {};
    private @Nullable Configuration found = configuration();
    private final PassedValues values = new PassedValues(pid -> found);

    @Test
    void whileNothingChangesConfigAdminIsAskedOnce() {
        assertThat(values.of(PID)).isEqualTo(Map.of("key", "1"));
        assertThat(values.of(PID)).isEqualTo(Map.of("key", "1"));

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aChangedConfigurationIsAskedAnewThoughNobodyTold() {
        assertThat(values.of(PID)).containsEntry("key", "1");
        value = "2";
        count++;

        assertThat(values.of(PID)).containsEntry("key", "2");
    }

    @Test
    void whatElseDecidesIsAskedAnewOnceItIsTold() {
        assertThat(values.of(PID)).containsEntry("key", "1");
        value = "2";
        values.changed("another");
        assertThat(values.of(PID)).as("of another PID").containsEntry("key", "1");

        values.changed(PID);
        assertThat(values.of(PID)).containsEntry("key", "2");

        value = "3";
        values.changed();
        assertThat(values.of(PID)).containsEntry("key", "3");
    }

    @Test
    void whatChangesWhileConfigAdminIsAskedIsNotMissed() {
        meanwhile = () -> {
            value = "2";
            values.changed(PID);
        };
        assertThat(values.of(PID)).as("asked before the change").containsEntry("key", "1");
        meanwhile = () -> {};

        assertThat(values.of(PID)).containsEntry("key", "2");
    }

    @Test
    void aDeletedConfigurationHasNoValues() {
        assertThat(values.of(PID)).containsEntry("key", "1");
        deleted = true;
        found = null;

        assertThat(values.of(PID)).isEmpty();
        deleted = false;
        found = configuration();
        assertThat(values.of(PID)).as("made anew").containsEntry("key", "1");
    }

    @Test
    void nobodyCanChangeThemForOthers() {
        assertThatThrownBy(() -> values.of(PID).put("key", "mine")).isInstanceOf(UnsupportedOperationException.class);
    }

    private Configuration configuration() {
        return (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (self, method, arguments) -> {
                    if (deleted) {
                        throw new IllegalStateException("deleted");
                    }
                    return switch (method.getName()) {
                        case "getChangeCount" -> count;
                        case "getProcessedProperties" -> {
                            asked++;
                            Hashtable<String, Object> properties = new Hashtable<>(Map.of("key", value));
                            meanwhile.run();
                            yield properties;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
