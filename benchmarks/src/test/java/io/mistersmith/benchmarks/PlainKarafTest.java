package io.mistersmith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlainKarafTest {

    private static final String FEATURES =
            """
            featuresRepositories = mvn:org.example/standard/1/xml
            featuresBoot = \\
                scr/4.4.10, \\
                mistersmith/0.1.0, \\
                ssh/4.4.10, \\
                mistersmith-configuration/0.1.0
            featuresBootAsynchronous=false
            """;

    @Test
    void thePeerBootsTheFeaturesThatAreNotOurs() {
        assertThat(PlainKaraf.foreign(PlainKaraf.value(FEATURES, "featuresBoot")))
                .containsExactly("scr/4.4.10", "ssh/4.4.10");
    }

    @Test
    void aKeyIsNotTakenForALongerOne() {
        assertThat(PlainKaraf.value(FEATURES, "featuresBootAsynchronous").strip())
                .isEqualTo("false");
    }

    @Test
    void aListThatIsMissingIsNamed() {
        assertThatThrownBy(() -> PlainKaraf.value("a = b\n", "featuresBoot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no featuresBoot in etc/org.apache.karaf.features.cfg");
    }

    @Test
    void thePeerStartsNoneOfOurBundles() {
        assertThat(PlainKaraf.withoutOurs(
                        "mvn\\:org.example/a/1 = 5\nmvn\\:io.mistersmith/b/1 = 11\nmvn\\:org.example/c/1 = 9\n"))
                .isEqualTo("mvn\\:org.example/a/1 = 5\nmvn\\:org.example/c/1 = 9\n");
    }
}
