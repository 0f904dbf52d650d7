package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedPoolTest {

    @Test
    void theNameOfAnInstanceFollowsTheTilde() {
        assertThat(NamedPool.nameOf("io.mistersmith.threads.pool~my-batch")).isEqualTo("my-batch");
    }
}
