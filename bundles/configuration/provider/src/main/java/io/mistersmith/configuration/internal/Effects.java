package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.operate.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Who is configured by a PID: asked of the Service Component Runtime, when there is one, of managed services, and of those who
 * bound its values.
 */
final class Effects implements Function<String, List<Effect>> {

    private final BundleContext context;
    private final Function<String, List<String>> bound;

    /** @param bound the bundles that have bound values of a PID */
    Effects(BundleContext context, Function<String, List<String>> bound) {
        this.context = context;
        this.bound = bound;
    }

    @Override
    public List<Effect> apply(String pid) {
        List<Effect> effects = new ArrayList<>();
        ServiceReference<?> runtime =
                context.getServiceReference("org.osgi.service.component.runtime.ServiceComponentRuntime");
        if (runtime != null) {
            components(runtime, pid, effects);
        }
        managed(pid, effects);
        for (String bundle : bound.apply(pid)) {
            effects.add(new Effect(
                    "binding", bundle, "takes the values in place, unless it refuses them", List.of(), List.of()));
        }
        return effects;
    }

    private void components(ServiceReference<?> reference, String pid, List<Effect> effects) {
        if (!(context.getService(reference) instanceof ServiceComponentRuntime runtime)) {
            return;
        }
        String factory = pid.contains("~") ? pid.substring(0, pid.indexOf('~')) : pid;
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (Arrays.asList(component.configurationPid).contains(factory)) {
                effects.add(effect(component, runtime));
            }
        }
    }

    private Effect effect(ComponentDescriptionDTO component, ServiceComponentRuntime runtime) {
        boolean active = false;
        List<String> users = new ArrayList<>();
        for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(component)) {
            active |= one.state == ComponentConfigurationDTO.ACTIVE || one.state == ComponentConfigurationDTO.SATISFIED;
            if (one.service != null) {
                for (long bundle : one.service.usingBundles) {
                    Bundle user = context.getBundle(bundle);
                    if (user != null && bundle != component.bundle.id && !users.contains(user.getSymbolicName())) {
                        users.add(user.getSymbolicName());
                    }
                }
            }
        }
        boolean inPlace = component.modified != null;
        String happens =
                !active ? "does not run now" : inPlace ? "takes the values in place" : "restarts, it has no @Modified";
        boolean goes = active && !inPlace;
        return new Effect(
                "component " + component.name,
                component.bundle.symbolicName,
                happens,
                goes ? List.of(component.serviceInterfaces) : List.of(),
                goes ? users : List.of());
    }

    private void managed(String pid, List<Effect> effects) {
        try {
            for (ServiceReference<ManagedService> one :
                    context.getServiceReferences(ManagedService.class, "(service.pid=" + pid + ")")) {
                Bundle bundle = one.getBundle();
                if (bundle != null) {
                    effects.add(new Effect(
                            "managed service", bundle.getSymbolicName(), "is given the values", List.of(), List.of()));
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("\"" + pid + "\" is no PID", e);
        }
    }
}
