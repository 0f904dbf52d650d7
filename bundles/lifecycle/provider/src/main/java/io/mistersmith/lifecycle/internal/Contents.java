package io.mistersmith.lifecycle.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** What a plugin brings, in one line: handlers, projections, commands and the files that configure it. */
final class Contents {

    private static final String HANDLER = "io.mistersmith.eventbus.EventHandler";
    private static final String PROJECTION = "io.mistersmith.sourcing.Projection";
    private static final String COMMAND = "org.apache.karaf.shell.api.action.Command";

    private final ServiceComponentRuntime runtime;
    private final Home home;
    private final Map<Long, Commands> commands = new ConcurrentHashMap<>();

    private record Commands(long lastModified, List<String> scopes) {}

    Contents(ServiceComponentRuntime runtime, Home home) {
        this.runtime = runtime;
        this.home = home;
    }

    /** As {@code 1 handler, 1 projection, commands orders:*, home/etc/io.mistersmith.examples.orders.cfg}. */
    String summary(Bundle bundle) {
        List<String> parts = new ArrayList<>();
        String host = bundle.getHeaders().get(Constants.FRAGMENT_HOST);
        if (host != null) {
            parts.add("fragment of " + host);
        }
        count(parts, services(bundle, HANDLER), "handler");
        count(parts, services(bundle, PROJECTION), "projection");
        List<String> scopes = commandScopes(bundle);
        if (!scopes.isEmpty()) {
            parts.add("commands "
                    + String.join(
                            " ", scopes.stream().map(scope -> scope + ":*").toList()));
        }
        files(bundle).forEach(file -> parts.add(home.show(file)));
        return parts.isEmpty() ? "no handler, no projection" : String.join(", ", parts);
    }

    private static void count(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }

    private static long services(Bundle bundle, String type) {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        long count = 0;
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                count += List.of((String[]) reference.getProperty(Constants.OBJECTCLASS))
                                .contains(type)
                        ? 1
                        : 0;
            }
        }
        return count;
    }

    private Collection<Path> files(Bundle bundle) {
        TreeSet<Path> files = new TreeSet<>();
        runtime.getComponentDescriptionDTOs(bundle).forEach(component -> {
            for (String pid : component.configurationPid) {
                Path file = home.etc().resolve(pid + ".cfg");
                if (Files.exists(file)) {
                    files.add(file);
                } else {
                    instances(pid, files);
                }
            }
        });
        return files;
    }

    private void instances(String pid, Collection<Path> files) {
        if (pid.indexOf('*') >= 0 || !Files.isDirectory(home.etc())) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                home.etc(),
                file -> file.getFileName().toString().startsWith(pid + "-")
                        && file.getFileName().toString().endsWith(".cfg"))) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            // then none is shown
        }
    }

    private List<String> commandScopes(Bundle bundle) {
        return commands.compute(
                        bundle.getBundleId(),
                        (id, known) -> known != null && known.lastModified() == bundle.getLastModified()
                                ? known
                                : new Commands(bundle.getLastModified(), findScopes(bundle)))
                .scopes();
    }

    /** Karaf's shell finds commands in the same way; only it knows the annotation, so that is read by name. */
    private static List<String> findScopes(Bundle bundle) {
        String header = bundle.getHeaders().get("Karaf-Commands");
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        TreeSet<String> scopes = new TreeSet<>();
        if (header == null || wiring == null) {
            return List.of();
        }
        for (String clause : header.split(",", -1)) {
            String name = clause.trim();
            boolean deep = name.endsWith("*");
            String path = name.replaceFirst("\\.?\\*$", "").replace('.', '/');
            int options = BundleWiring.LISTRESOURCES_LOCAL | (deep ? BundleWiring.LISTRESOURCES_RECURSE : 0);
            for (String resource : wiring.listResources(path, "*.class", options)) {
                addScope(bundle, resource.substring(0, resource.length() - ".class".length()), scopes);
            }
        }
        return List.copyOf(scopes);
    }

    private static void addScope(Bundle bundle, String resource, Collection<String> scopes) {
        try {
            for (Annotation annotation :
                    bundle.loadClass(resource.replace('/', '.')).getAnnotations()) {
                if (annotation.annotationType().getName().equals(COMMAND)) {
                    scopes.add((String)
                            annotation.annotationType().getMethod("scope").invoke(annotation));
                }
            }
        } catch (ReflectiveOperationException | LinkageError unusable) {
            // then the shell has no such command either
        }
    }
}
