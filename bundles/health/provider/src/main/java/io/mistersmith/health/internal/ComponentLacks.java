package io.mistersmith.health.internal;

import io.mistersmith.health.internal.checks.LackCheck.Lacks;
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

/** What the DS components of bundles lack. One that is neither immediate nor a service is nobody's concern. */
final class ComponentLacks {

    /** The reference of every component whose target the configuration guard changes when a PID has enabled=false. */
    private static final String SWITCH = "osgi.ds.satisfying.condition";

    private final ServiceComponentRuntime runtime;

    ComponentLacks(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    Lacks of(Collection<Bundle> bundles) {
        List<String> failed = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        boolean off = false;
        for (Bundle bundle : bundles) {
            Lacks one = of(bundle);
            off |= one.off();
            if (!one.off()) {
                failed.addAll(one.failed());
                lacking.addAll(one.lacking());
            }
        }
        return new Lacks(off && bundles.size() == 1, failed, lacking);
    }

    private Lacks of(Bundle bundle) {
        List<String> failed = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        boolean off = false;
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(component)) {
                off |= Arrays.stream(one.unsatisfiedReferences).anyMatch(lack -> lack.name.equals(SWITCH));
                if (component.immediate || component.serviceInterfaces.length > 0) {
                    look(component, one, failed, lacking);
                }
            }
        }
        return new Lacks(off, failed, lacking);
    }

    private static void look(
            ComponentDescriptionDTO component,
            ComponentConfigurationDTO one,
            List<String> failed,
            List<String> lacking) {
        String name = component.bundle.symbolicName + " component " + simple(component.implementationClass);
        if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            failed.add(name + " threw when it was activated: "
                    + one.failure.lines().findFirst().orElse("no reason given"));
        } else if (one.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            for (UnsatisfiedReferenceDTO lack : one.unsatisfiedReferences) {
                lacking.add(name + " needs service " + service(component, lack));
            }
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

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
