package io.mistersmith.threads.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void oneInSixteenIsChosenAlsoOfTasksThatComeInARhythm() {
        for (int rhythm : new int[] {1, 2, 7, 16, 64}) {
            long chosen = LongStream.range(0, 160_000)
                    .map(n -> n * rhythm)
                    .filter(Sampling::chosen)
                    .count();

            assertThat(chosen).as("chosen, rhythm %d", rhythm).isBetween(9_500L, 10_500L);
        }
    }

    @Test
    void ofABusyPoolsTasksEachTimedOneStandsForSixteenAndTogetherForAboutAll() {
        Sampling sampling = new Sampling();
        long stood = 0;

        for (long n = 0; n < 2_000_000; n++) {
            int weight = sampling.weightOf(n);
            assertThat(weight).isIn(0, 1, Sampling.STRIDE);
            stood += weight;
        }

        assertThat(stood).isBetween(1_900_000L, 2_100_000L);
    }
}
