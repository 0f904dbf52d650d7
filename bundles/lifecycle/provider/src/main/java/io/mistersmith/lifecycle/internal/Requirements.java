package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.internal.deploy.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Says what a bundle that cannot be resolved lacks, and what to do. */
final class Requirements {

    private static final Pattern FROM = Pattern.compile("(?<!!\\()\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final int DEPTH = 3;

    private final BundleContext context;

    Requirements(BundleContext context) {
        this.context = context;
    }

    /** As {@code needs package com.acme.tax 3.1 or later, found 2.4 (bundle tax). Drop a newer tax jar; audit then …}. */
    String explain(Bundle bundle) {
        List<Lack> lacks = lacks(bundle, DEPTH);
        if (lacks.isEmpty()) {
            return "cannot be resolved: " + frameworkSays(bundle);
        }
        String needs =
                String.join("; ", lacks.stream().map(Lack::what).distinct().toList());
        return needs + ". " + lacks.get(0).advice() + "; " + bundle.getSymbolicName() + " then starts by itself.";
    }

    private record Lack(String what, String advice) {}

    private List<Lack> lacks(Bundle bundle, int depth) {
        List<Lack> lacks = new ArrayList<>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return lacks;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (mandatory(requirement)) {
                lack(bundle, requirement, depth).ifPresent(lacks::add);
            }
        }
        return lacks;
    }

    private static boolean mandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
                && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
    }

    private Optional<Lack> lack(Bundle bundle, BundleRequirement requirement, int depth) {
        Collection<BundleCapability> providers = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .findProviders(requirement);
        if (providers.isEmpty()) {
            return Optional.of(nothing(requirement));
        }
        boolean usable = providers.stream()
                .map(capability -> capability.getRevision().getBundle())
                .anyMatch(provider -> provider.equals(bundle) || provider.getState() != Bundle.INSTALLED);
        if (usable || depth == 0) {
            return Optional.empty();
        }
        Bundle provider = providers.iterator().next().getRevision().getBundle();
        return lacks(provider, depth - 1).stream()
                .findFirst()
                .map(lack -> new Lack(
                        "needs " + name(requirement) + " of " + provider.getSymbolicName() + " "
                                + Versions.text(provider.getVersion()) + ", which itself " + lack.what(),
                        lack.advice()));
    }

    private Lack nothing(BundleRequirement requirement) {
        if (requirement.getNamespace().equals("osgi.ee")) {
            return new Lack(
                    "needs " + filter(requirement) + ", this is Java "
                            + Runtime.version().feature(),
                    "Build it for this Java");
        }
        String range = range(requirement);
        String need = "needs " + name(requirement) + range;
        Optional<BundleCapability> other = otherVersion(requirement);
        if (other.isEmpty()) {
            return new Lack(need + ", which no bundle provides", "Drop a jar that provides it");
        }
        Version found = version(other.get());
        String owner = other.get().getRevision().getSymbolicName();
        Version from = from(requirement);
        boolean older = from == null || found.compareTo(from) < 0;
        return new Lack(
                need + ", found " + Versions.text(found) + " (bundle " + owner + ")",
                "Drop " + (older ? "a newer " : "an older ") + owner + " jar");
    }

    private static String range(BundleRequirement requirement) {
        Version from = from(requirement);
        Matcher below = BELOW.matcher(filter(requirement));
        String text = from == null ? "" : " " + Versions.text(from) + " or later";
        // what a major version excludes is only worth a word when it is why nothing fits
        return below.find() && text.isEmpty() ? " before " + Versions.text(new Version(below.group(1))) : text;
    }

    private static @Nullable Version from(BundleRequirement requirement) {
        Matcher matcher = FROM.matcher(filter(requirement));
        return matcher.find() ? Version.parseVersion(matcher.group(1)) : null;
    }

    private static String filter(BundleRequirement requirement) {
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        return filter == null ? "" : filter;
    }

    /** As {@code package com.acme.tax}, {@code bundle tax}, {@code host tax} or {@code capability x.y (a=b)}. */
    private static String name(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        Matcher value = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]+)\\)")
                .matcher(filter(requirement));
        if (!value.find()) {
            return "capability " + namespace + " " + filter(requirement);
        }
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package " + value.group(1);
            case "osgi.wiring.bundle" -> "bundle " + value.group(1);
            case HostNamespace.HOST_NAMESPACE -> "host bundle " + value.group(1);
            default -> "capability " + namespace + " " + value.group(1);
        };
    }

    /** The highest capability of that name whose version does not fit. */
    private Optional<BundleCapability> otherVersion(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        Matcher value = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]+)\\)")
                .matcher(filter(requirement));
        if (!value.find()) {
            return Optional.empty();
        }
        List<BundleCapability> same = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                revision.getDeclaredCapabilities(namespace).stream()
                        .filter(capability ->
                                value.group(1).equals(capability.getAttributes().get(namespace)))
                        .forEach(same::add);
            }
        }
        return same.stream().max(Comparator.comparing(Requirements::version));
    }

    private static Version version(BundleCapability capability) {
        String attribute = capability.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE
                : Constants.BUNDLE_VERSION_ATTRIBUTE;
        return capability.getAttributes().get(attribute) instanceof Version version ? version : Version.emptyVersion;
    }

    /** Only the framework knows of conflicts between what there is; a bundle that is not resolved starts nothing. */
    private static String frameworkSays(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it could not be resolved a moment ago.";
        } catch (BundleException | IllegalStateException refused) {
            String message = String.valueOf(refused.getMessage());
            return message.endsWith(".") ? message : message + ".";
        }
    }
}
