package io.mistersmith.metrics;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The meters of all bundles, for exporters and the shell. Thread-safe; never slows who updates a meter.
 *
 * <p>Suppliers are asked on the calling thread; one that throws is counted and its value is NaN.
 */
@ProviderType
public interface MetricsReader {

    /** Every family that has a series, sorted by name. */
    List<FamilySnapshot> families();

    /** The family of this name, if it has a series. */
    Optional<FamilySnapshot> family(String name);
}
