package io.mistersmith.framework.restless;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Tells what happened to it since its bundle was loaded; made anew by every change. */
@Component(
        service = Supplier.class,
        immediate = true,
        configurationPid = "io.mistersmith.examples.restless",
        property = "name=restless")
@Designate(ocd = RestlessConfig.class)
public final class Restless implements Supplier<List<String>> {

    private static final List<String> HAPPENED = new CopyOnWriteArrayList<>();

    @Activate
    public Restless(RestlessConfig config) {
        HAPPENED.add("activated " + config.large_above());
    }

    @Deactivate
    void deactivated() {
        HAPPENED.add("deactivated");
    }

    @Override
    public List<String> get() {
        return List.copyOf(HAPPENED);
    }
}
