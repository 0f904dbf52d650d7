package io.mistersmith.metrics;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Service properties of a {@link MetricsExporter}. An operator overrides each key in the component's .cfg. */
@ComponentPropertyType
public @interface Exporting {

    /** Milliseconds between the starts of two exports: 100 to 86,400,000. */
    long interval_ms() default 60_000;

    /** Milliseconds that one export may take: 10 to 600,000. */
    long timeout_ms() default 10_000;

    /** Milliseconds to wait after a first failure, doubled with each more, up to the interval: 10 to 3,600,000. */
    long backoff_ms() default 1_000;

    /** Stands before every name, as {@code acme_}; empty: nothing. */
    String prefix() default "";
}
