package io.mistersmith.framework.env;

import java.util.function.IntSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Tells its size. */
@Component(configurationPid = "io.mistersmith.environment")
@Designate(ocd = SizeConfig.class)
public final class Size implements IntSupplier {

    private final int size;

    @Activate
    public Size(SizeConfig config) {
        size = config.size();
    }

    @Override
    public int getAsInt() {
        return size;
    }
}
