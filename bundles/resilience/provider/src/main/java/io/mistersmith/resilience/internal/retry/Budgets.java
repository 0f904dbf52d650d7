package io.mistersmith.resilience.internal.retry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The budgets by name. One that a retry names and no file describes has the default settings until there is one. */
public final class Budgets {

    private final ConcurrentMap<String, TokenBudget> budgets = new ConcurrentHashMap<>();

    /** The one budget of this name. */
    public TokenBudget of(String name) {
        return budgets.computeIfAbsent(name, key -> new TokenBudget(key, TokenBudget.Settings.DEFAULT));
    }
}
