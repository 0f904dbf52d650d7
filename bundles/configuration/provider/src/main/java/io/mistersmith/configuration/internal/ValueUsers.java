package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.apply.Applying;
import io.mistersmith.configuration.internal.apply.DrainHooks;
import io.mistersmith.configuration.internal.bind.Bindings;
import io.mistersmith.configuration.internal.bind.PassedValues;
import io.mistersmith.configuration.internal.guard.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands between the last stage and those who use its values: components, bindings, drain hooks. */
final class ValueUsers implements Applying.Users, Bindings.Uses {

    private final MetatypeIndex metatypes;
    private final ConfigurationKeeper keeper;
    private final DrainHooks hooks;
    private final PassedValues values;
    private volatile @Nullable Applying applying;
    private volatile @Nullable Bindings bindings;

    ValueUsers(MetatypeIndex metatypes, ConfigurationKeeper keeper, DrainHooks hooks, PassedValues values) {
        this.metatypes = metatypes;
        this.keeper = keeper;
        this.hooks = hooks;
        this.values = values;
    }

    /** Both know each other by this only. */
    void connect(Applying stage, Bindings users) {
        applying = stage;
        bindings = users;
    }

    @Override
    public boolean uses(Target target) {
        return metatypes.isUsed(target.designate().pid(), target.designate().factory());
    }

    @Override
    public Applying.Drain drain(String pid, Set<String> keys) {
        return hooks.drain(pid, keys);
    }

    @Override
    public void staged(String pid) {
        Bindings users = bindings;
        if (users != null) {
            users.staged(pid);
        }
    }

    @Override
    public void redeliver(String pid) {
        keeper.redeliver(pid);
    }

    @Override
    public boolean wait(String pid) {
        Applying stage = applying;
        return stage != null && stage.waitsForUse(pid);
    }

    @Override
    public boolean use(String pid) {
        Applying stage = applying;
        return stage != null && isOther(pid, stage.use(pid));
    }

    @Override
    public boolean apply(String pid) {
        Applying stage = applying;
        return stage != null && isOther(pid, stage.apply(pid));
    }

    /** What waited is in force, before it is handed out. */
    private boolean isOther(String pid, boolean released) {
        if (released) {
            values.changed(pid);
        }
        return released;
    }
}
