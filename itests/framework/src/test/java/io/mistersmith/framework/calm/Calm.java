package io.mistersmith.framework.calm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Tells what happened to it since its bundle was loaded; takes changes in place. */
@Component(
        service = Supplier.class,
        immediate = true,
        configurationPid = "io.mistersmith.examples.calm",
        property = "name=calm")
@Designate(ocd = CalmConfig.class)
public final class Calm implements Supplier<List<String>> {

    private static final List<String> HAPPENED = new CopyOnWriteArrayList<>();

    @Activate
    public Calm(CalmConfig config) {
        HAPPENED.add("activated " + config.large_above());
    }

    @Modified
    void modified(CalmConfig config) {
        HAPPENED.add("modified " + config.large_above());
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
