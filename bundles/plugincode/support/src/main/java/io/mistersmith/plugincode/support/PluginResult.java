package io.mistersmith.plugincode.support;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Result of a call into a plugin: what it returned, or why there is nothing. Immutable.
 *
 * @param <T> type of what it returned
 */
public final class PluginResult<T> {

    private final @Nullable T value;
    private final @Nullable PluginFailure failure;

    private PluginResult(@Nullable T value, @Nullable PluginFailure failure) {
        this.value = value;
        this.failure = failure;
    }

    static <T> PluginResult<T> returned(@Nullable T value) {
        return new PluginResult<>(value, null);
    }

    static <T> PluginResult<T> failed(PluginFailure failure) {
        return new PluginResult<>(null, failure);
    }

    /** Whether the call returned normally. */
    public boolean succeeded() {
        return failure == null;
    }

    /** Returns what the call returned; null if it returned null or failed. */
    public @Nullable T value() {
        return value;
    }

    /** Returns why the call gave no value; null if it returned normally. */
    public @Nullable PluginFailure failure() {
        return failure;
    }

    /** Returns what the call returned, or what the function makes of the failure. A null that was returned is a null here. */
    public @Nullable T orElse(Function<? super PluginFailure, ? extends @Nullable T> onFailure) {
        return failure == null ? value : onFailure.apply(failure);
    }
}
