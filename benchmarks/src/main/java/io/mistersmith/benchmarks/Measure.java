package io.mistersmith.benchmarks;

/** One side of a comparison: measures once, in this JVM. */
@FunctionalInterface
interface Measure {

    /**
     * Runs the measurement.
     *
     * @param quick shorter, for a first impression
     * @return the figure, in the comparison's unit
     */
    double run(boolean quick) throws Exception;
}
