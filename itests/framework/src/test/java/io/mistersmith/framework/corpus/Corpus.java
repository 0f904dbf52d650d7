package io.mistersmith.framework.corpus;

import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** One instance per file; tells what is in force for it. */
@Component(
        service = Supplier.class,
        configurationPid = "io.mistersmith.corpus",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "corpus=true")
@Designate(ocd = CorpusConfig.class, factory = true)
public final class Corpus implements Supplier<String> {

    private volatile String inForce = "";

    @Activate
    public Corpus(CorpusConfig config) {
        take(config);
    }

    @Modified
    void modified(CorpusConfig config) {
        take(config);
    }

    @Override
    public String get() {
        return inForce;
    }

    private void take(CorpusConfig config) {
        inForce = config.window() + " " + config.mode() + " " + config.host() + " " + String.join(",", config.names());
    }
}
