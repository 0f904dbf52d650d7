package io.mistersmith.configuration;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A rule about a configuration that its metatype cannot say, such as one across two keys. Registered as a service with the
 * property {@value #PID}; asked before values take effect, and again about those in force when it is registered.
 *
 * <p>Asked only about values that the metatype admits, one call at a time per PID, on whatever thread. It answers from the
 * values alone, at once: it must not wait, nor ask Config Admin or the services of this package.
 */
@ConsumerType
@FunctionalInterface
public interface ConfigurationValidator {

    /** Service property, {@code String+}: the PIDs whose values it checks, without an instance; those of factories too. */
    String PID = "configuration.pid";

    /**
     * Checks values that are about to take effect.
     *
     * <p>A finding refuses all of them: the last good values stay in force. So does an exception. One call that takes longer
     * than a second refuses too, and the validator is not asked again until it is registered anew; until then changes of its
     * PIDs are refused.
     *
     * @param values every key that the metatype describes and has a value or a default, each as the type that the metatype
     *     says ({@code Integer}, {@code Boolean}, {@code String}, …; a {@code List} of them where it takes many); immutable
     * @return what is wrong; empty when nothing is
     */
    List<Finding> validate(Map<String, Object> values) throws Exception;

    /**
     * Something that is wrong.
     *
     * @param key whose line is named; of several that do not fit each other, the one to change. Empty when none can be named:
     *     that holds up a change, but takes nothing back that is in force
     * @param reason what is wrong with its value, as it goes on after {@code key=value}: {@code is above queue.max=5}
     */
    record Finding(String key, String reason) {}
}
