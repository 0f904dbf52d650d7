package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.CommonKeys;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Declarative Services registers has the component's settings as properties, for everybody to list. */
class SecretSettingsTest {

    private static final Pattern PID = Pattern.compile("configuration-pid=\"([^\"]*)\"");

    @Test
    void noComponentWithASecretAmongItsSettingsIsAService() throws Exception {
        Set<String> withSecrets = Settings.ofOurBundles().stream()
                .filter(one -> one.schema().attributes().stream().anyMatch(Attribute::isSecret))
                .map(Settings.Described::pid)
                .collect(Collectors.toSet());
        List<String> components = new ArrayList<>();
        List<String> services = new ArrayList<>();
        for (URL manifest : Collections.list(getClass().getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            for (URL document : Settings.documents(manifest, "OSGI-INF/")) {
                String component;
                try (var in = document.openStream()) {
                    component = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
                Matcher pid = PID.matcher(component);
                if (pid.find() && pid.group(1).startsWith(CommonKeys.ROOT) && withSecrets.contains(pid.group(1))) {
                    components.add(pid.group(1));
                    if (component.contains("<service")) {
                        services.add(document.getPath());
                    }
                }
            }
        }

        assertThat(components).isNotEmpty().hasSameSizeAs(withSecrets);
        assertThat(services).isEmpty();
    }
}
