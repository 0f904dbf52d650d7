package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations;
import org.osgi.framework.Bundle;

/** The {@link Configurations} as one bundle sees them: adds who is calling, holds nothing else. */
public final class BundleConfigurations implements Configurations {

    private final Bindings bindings;
    private final Bundle user;

    public BundleConfigurations(Bindings bindings, Bundle user) {
        this.bindings = bindings;
        this.user = user;
    }

    @Override
    public <C> Live<C> bind(Class<C> type, String pid) {
        return bindings.bind(user, type, pid);
    }

    @Override
    public boolean beginUse(String pid) {
        return bindings.beginUse(pid);
    }
}
