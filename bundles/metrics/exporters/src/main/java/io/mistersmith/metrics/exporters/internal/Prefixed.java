package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.FamilySnapshot;
import java.util.List;

/** Families under longer names. */
final class Prefixed {

    private Prefixed() {}

    static List<FamilySnapshot> all(String prefix, List<FamilySnapshot> families) {
        return prefix.isEmpty()
                ? families
                : families.stream().map(one -> named(prefix + one.name(), one)).toList();
    }

    private static FamilySnapshot named(String name, FamilySnapshot one) {
        return new FamilySnapshot(name, one.kind(), one.help(), one.unit(), one.labels(), one.series());
    }
}
