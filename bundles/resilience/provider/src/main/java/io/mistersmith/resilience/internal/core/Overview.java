package io.mistersmith.resilience.internal.core;

import java.util.List;

/** Everything there is, for commands and meters. */
public interface Overview {

    /** By kind and name. */
    List<Instance<?>> all();
}
