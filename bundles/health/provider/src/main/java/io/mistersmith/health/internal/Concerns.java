package io.mistersmith.health.internal;

import io.mistersmith.health.internal.checks.LackCheck;
import io.mistersmith.health.internal.checks.Thresholds;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;

/** One check per concern of ours, as long as its provider is active: whether its components have what they need. */
final class Concerns extends BundleTracker<String> {

    private static final String PROVIDER = ".provider";

    private final OwnChecks checks;
    private final ComponentLacks lacks;
    private final Supplier<Thresholds> thresholds;

    Concerns(BundleContext context, OwnChecks checks, ComponentLacks lacks, Supplier<Thresholds> thresholds) {
        super(context, Bundle.ACTIVE, null);
        this.checks = checks;
        this.lacks = lacks;
        this.thresholds = thresholds;
    }

    /** The concern whose provider a bundle is; null when it is none of ours. */
    static @Nullable String concern(Bundle bundle) {
        String name = String.valueOf(bundle.getSymbolicName());
        return name.startsWith(Intervals.ROOT) && name.endsWith(PROVIDER)
                ? name.substring(Intervals.ROOT.length(), name.length() - PROVIDER.length())
                : null;
    }

    @Override
    public @Nullable String addingBundle(Bundle bundle, BundleEvent event) {
        String concern = concern(bundle);
        if (concern != null) {
            LackCheck check = new LackCheck(() -> lacks.of(List.of(bundle)), true, System::nanoTime, thresholds);
            checks.add(concern, concern, false, check, "ready", "components");
        }
        return concern;
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, String concern) {
        checks.remove(concern);
    }
}
