package io.mistersmith.metrics.internal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.internal.TestMeters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

    private final TestMeters meters = new TestMeters();

    @Test
    void theJvmIsShownUnderTheNamesThatDashboardsLookFor() {
        List<Registration> registered = new ArrayList<>();
        new JvmMeters(meters.metrics(), meters.totals(), registered).register();

        assertThat(meters.sum("jvm_memory_used_bytes")).isGreaterThan(1_000_000);
        assertThat(meters.sum("jvm_memory_committed_bytes")).isGreaterThan(1_000_000);
        assertThat(meters.sum("jvm_threads_live_threads")).isGreaterThan(2);
        assertThat(meters.sum("jvm_threads_states_threads")).isGreaterThan(2);
        assertThat(meters.sum("jvm_classes_loaded_classes")).isGreaterThan(1_000);
        assertThat(meters.sum("jvm_gc_collections_total")).isNotNegative();
        assertThat(meters.sum("jvm_gc_collection_seconds_total")).isNotNegative();
        assertThat(meters.sum("jvm_buffer_count_buffers")).isNotNegative();

        registered.forEach(Registration::close);
        assertThat(meters.names()).noneMatch(name -> name.startsWith("jvm_"));
    }

    @Test
    void theProcessIsShown() {
        new ProcessMeters(meters.metrics(), meters.totals(), new ArrayList<>()).register();

        assertThat(meters.sum("process_cpu_seconds_total")).isPositive();
        assertThat(meters.sum("process_uptime_seconds")).isPositive();
        assertThat(meters.sum("process_start_time_seconds")).isGreaterThan(1.7e9);
        assertThat(meters.sum("process_files_open_files")).isGreaterThan(3);
        assertThat(meters.sum("system_cpu_cores"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(meters.names()).contains("process_cpu_usage", "system_cpu_usage", "process_files_max_files");
    }
}
