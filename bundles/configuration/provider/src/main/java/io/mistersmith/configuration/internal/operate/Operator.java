package io.mistersmith.configuration.internal.operate;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the commands have at hand.
 *
 * @param effects who is configured by a PID
 * @param staged puts values in force that wait for their next use; false when none of that PID do
 */
public record Operator(
        Inspector inspector,
        Changer changer,
        Unconfirmed unconfirmed,
        Function<String, List<Effect>> effects,
        Predicate<String> staged) {}
