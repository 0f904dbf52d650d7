package io.mistersmith.health.internal.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;

/**
 * Which checks a selector means. A check with any tag or name that is left out by {@code -} is never meant. Of the others
 * those are that have all of the tags (any of them, if they are combined with or), or one of the names; with neither, all.
 */
final class Selection {

    private static final String LEAVE_OUT = "-";

    private final Set<String> tags;
    private final Set<String> names;
    private final Set<String> tagsLeftOut;
    private final Set<String> namesLeftOut;
    private final boolean anyTag;

    Selection(HealthCheckSelector selector, boolean anyTag) {
        List<String> givenTags = given(selector.tags());
        List<String> givenNames = given(selector.names());
        tags = taken(givenTags);
        names = taken(givenNames);
        tagsLeftOut = leftOut(givenTags);
        namesLeftOut = leftOut(givenNames);
        this.anyTag = anyTag;
    }

    boolean means(HealthCheckMetadata check) {
        Set<String> has = Set.copyOf(check.getTags());
        String name = Objects.requireNonNullElse(check.getName(), "");
        if (namesLeftOut.contains(name) || has.stream().anyMatch(tagsLeftOut::contains)) {
            return false;
        }
        boolean tagged = anyTag ? tags.stream().anyMatch(has::contains) : !tags.isEmpty() && has.containsAll(tags);
        return (tags.isEmpty() && names.isEmpty()) || tagged || names.contains(name);
    }

    private static List<String> given(String @Nullable [] given) {
        return given == null
                ? List.of()
                : Arrays.stream(given)
                        .flatMap(one -> Stream.ofNullable(one))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList();
    }

    private static Set<String> taken(List<String> given) {
        return given.stream().filter(one -> !one.startsWith(LEAVE_OUT)).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> leftOut(List<String> given) {
        return given.stream()
                .filter(one -> one.startsWith(LEAVE_OUT))
                .map(one -> one.substring(LEAVE_OUT.length()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
