package io.mistersmith.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sends all metrics somewhere, again and again. Register it as a service; {@link Exporting} says how often.
 *
 * <p>Called on pool {@code blocking}, never twice at a time. What it throws is counted, logged once until it works again,
 * and followed by a longer and longer wait. A call that takes longer than its timeout is interrupted; until it has really
 * ended there is no next one. None of that slows other exporters, or whoever updates a meter.
 */
@ConsumerType
@FunctionalInterface
public interface MetricsExporter {

    /**
     * Sends what was read a moment ago; returns when it was sent.
     *
     * @param families every family that has a series, sorted by name
     */
    void export(List<FamilySnapshot> families) throws Exception;
}
