package io.mistersmith.itests.distribution.plugins;

/** One key of the gateway. */
public @interface WindowConfig {

    int window() default 256;
}
