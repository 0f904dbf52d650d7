package io.mistersmith.lifecycle.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class VersionsTest {

    @ParameterizedTest
    @CsvSource({"1.0.0, 1.0", "1.10.0, 1.10", "2.4.1, 2.4.1", "1.0.0.rc1, 1.0.0.rc1", "3, 3.0"})
    void versionHasNoTrailingZeros(String version, String text) {
        assertThat(Versions.text(Version.parseVersion(version))).isEqualTo(text);
    }
}
