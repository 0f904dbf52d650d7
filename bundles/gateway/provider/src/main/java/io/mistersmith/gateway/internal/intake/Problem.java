package io.mistersmith.gateway.internal.intake;

import io.mistersmith.event.CloudEventException;
import io.mistersmith.event.PayloadException;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventBusException;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.WrongVersionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Why a request, or an event of it, was not taken.
 *
 * @param status of the HTTP answer
 * @param error what is wrong, and what to do where that is not plain
 * @param field the CloudEvents attribute that is wrong; empty when none
 * @param index place in a batch, from 0; -1 when there is none
 * @param outcome what is known of the store
 */
public record Problem(int status, String error, String field, int index, Outcome outcome) {

    /** What is known of the store. */
    public enum Outcome {
        /** Nothing was stored, and sending the same again does not help. */
        REFUSED,
        /** Nothing was stored; the same may be taken later. */
        RETRY,
        /** It may have been stored; sending the same source and id again is safe and tells. */
        UNKNOWN
    }

    /** Something that sending it again does not mend. */
    public static Problem refused(int status, String error) {
        return new Problem(status, error, "", -1, Outcome.REFUSED);
    }

    /** Something that passes. */
    public static Problem retry(int status, String error) {
        return new Problem(status, error, "", -1, Outcome.RETRY);
    }

    static Problem tooLong(int status, String key, long limit) {
        return refused(status, "longer than " + key + "=" + limit);
    }

    static Problem noAnswer(Duration waited) {
        return new Problem(
                504,
                "no answer from the store for " + waited.toMillis()
                        + " ms; it may be stored: send the same source and id again",
                "",
                -1,
                Outcome.UNKNOWN);
    }

    /** What an exception of the bus, the store or the CloudEvents reader means for the sender. */
    public static Problem of(Throwable thrown) {
        Throwable t = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String message = String.valueOf(t.getMessage());
        if (t instanceof Inlet.TooLargeException e) {
            return e.problem();
        }
        if (t instanceof CloudEventException e) {
            return new Problem(400, message, e.field(), e.index(), Outcome.REFUSED);
        }
        if (t instanceof PayloadException e) {
            return new Problem(400, message, e.path().isEmpty() ? "data" : "data." + e.path(), -1, Outcome.REFUSED);
        }
        if (t instanceof IllegalArgumentException) {
            return refused(400, message);
        }
        if (t instanceof EventIdReusedException e) {
            return new Problem(409, message, "id", e.index(), Outcome.REFUSED);
        }
        if (t instanceof WrongVersionException) {
            return refused(409, message);
        }
        return ofTheContainer(t, message);
    }

    private static Problem ofTheContainer(Throwable t, String message) {
        if (t instanceof StoreFullException) {
            return retry(429, message);
        }
        if (t instanceof StoreUnavailableException e && e.outcomeUnknown()) {
            return new Problem(504, message, "", -1, Outcome.UNKNOWN);
        }
        if (t instanceof StoreUnavailableException || t instanceof BusUnavailableException) {
            return retry(503, message);
        }
        if (t instanceof EventBusException e && e.retryable()) {
            return retry(429, message);
        }
        if (t instanceof RejectedExecutionException) {
            return retry(503, message);
        }
        return new Problem(
                500, "internal error, see the container's log: " + t.getClass().getName(), "", -1, Outcome.UNKNOWN);
    }

    /** Whether it is a defect, whose stack belongs into the log. */
    boolean unexpected() {
        return status == 500;
    }

    Problem at(int place) {
        return new Problem(status, error, field, place, outcome);
    }

    /** The one line that the sender gets. */
    public Reply reply() {
        Reply reply = Reply.json(status, members(new LinkedHashMap<>()));
        return outcome == Outcome.REFUSED ? reply : reply.with("Retry-After", "1");
    }

    Map<String, Object> members(Map<String, Object> json) {
        json.put("error", error);
        if (!field.isEmpty()) {
            json.put("field", field);
        }
        if (index >= 0) {
            json.put("index", index);
        }
        switch (outcome) {
            case REFUSED -> {}
            case RETRY -> json.put("retryable", true);
            case UNKNOWN -> {
                json.put("retryable", true);
                json.put("outcome", "unknown");
            }
        }
        return json;
    }
}
