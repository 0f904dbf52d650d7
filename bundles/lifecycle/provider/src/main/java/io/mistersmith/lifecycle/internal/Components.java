package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.internal.deploy.Condition;
import io.mistersmith.lifecycle.internal.deploy.Condition.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** How the DS components of a bundle are. One that is neither immediate nor a service is nobody's concern. */
final class Components {

    private static final int MOST_LINES = 60;
    private static final String SWITCH = "osgi.ds.satisfying.condition";

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Running when every component is satisfied; else what the first that is not lacks, or what it threw. */
    Condition condition(Bundle bundle) {
        List<String> failures = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        List<String> details = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            if (component.immediate || component.serviceInterfaces.length > 0) {
                runtime.getComponentConfigurationDTOs(component)
                        .forEach(one -> look(component, one, failures, lacks, details));
            }
        }
        if (!failures.isEmpty()) {
            String more = ". plugin:why " + bundle.getSymbolicName() + " shows the stack. Mend it and copy it again.";
            return new Condition(State.FAILED, failures.get(0) + more, List.copyOf(details));
        }
        if (!lacks.isEmpty()) {
            String more = ". Drop a jar that provides it; " + bundle.getSymbolicName() + " then runs by itself.";
            return new Condition(State.WAITING, lacks.get(0) + more, List.copyOf(details));
        }
        return new Condition(State.RUNNING, "", List.copyOf(details));
    }

    /** What the components of a bundle lack, or threw; a line each. A bundle that is switched off lacks nothing. */
    List<String> lacks(Bundle bundle) {
        List<String> all = new ArrayList<>();
        Collection<ComponentDescriptionDTO> components = runtime.getComponentDescriptionDTOs(bundle);
        if (components.stream().anyMatch(this::isSwitchedOff)) {
            return all;
        }
        for (ComponentDescriptionDTO component : components) {
            if (component.immediate || component.serviceInterfaces.length > 0) {
                List<String> lacks = new ArrayList<>();
                runtime.getComponentConfigurationDTOs(component)
                        .forEach(one -> look(component, one, lacks, lacks, new ArrayList<>()));
                lacks.forEach(lack -> all.add("component " + component.name + ": " + lack));
            }
        }
        return all;
    }

    /** By enabled=false: the guard of the configuration then gives the component a condition that never holds. */
    private boolean isSwitchedOff(ComponentDescriptionDTO component) {
        return runtime.getComponentConfigurationDTOs(component).stream()
                .flatMap(one -> Arrays.stream(one.unsatisfiedReferences))
                .anyMatch(lack -> lack.name.equals(SWITCH));
    }

    private static void look(
            ComponentDescriptionDTO component,
            ComponentConfigurationDTO one,
            List<String> failures,
            List<String> lacks,
            List<String> details) {
        String name = simpleName(component.implementationClass);
        switch (one.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> {
                failures.add(name + " threw " + headline(one.failure) + " when it was activated");
                details.add("component " + component.name + " failed:");
                one.failure.lines().limit(MOST_LINES).forEach(line -> details.add("  " + line));
            }
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                for (UnsatisfiedReferenceDTO reference : one.unsatisfiedReferences) {
                    String service = service(component, reference);
                    lacks.add("needs service " + service + ", which no bundle provides");
                    details.add("component " + component.name + " needs service " + service);
                }
            }
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                details.add("component " + component.name + " is off until there is an etc/"
                        + String.join(" or ", component.configurationPid) + ".cfg");
            default -> {} // satisfied or active
        }
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        for (ReferenceDTO reference : component.references) {
            if (reference.name.equals(unsatisfied.name)) {
                String target = unsatisfied.target;
                return reference.interfaceName + (target == null || target.isEmpty() ? "" : " with " + target);
            }
        }
        return unsatisfied.name;
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The innermost cause in a printed stack. */
    static String headline(String stack) {
        String cause = "Caused by: ";
        return stack.lines()
                .filter(line -> line.startsWith(cause))
                .reduce((first, last) -> last)
                .map(line -> line.substring(cause.length()))
                .or(() -> stack.lines().findFirst())
                .orElse("something");
    }
}
