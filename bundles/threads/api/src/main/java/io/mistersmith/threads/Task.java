package io.mistersmith.threads;

import org.osgi.annotation.versioning.ConsumerType;

/** Work without a result that may throw. */
@FunctionalInterface
@ConsumerType
public interface Task {

    /** Does the work; what it throws is counted, and logged with the bundle that gave the task. */
    void run() throws Exception;
}
