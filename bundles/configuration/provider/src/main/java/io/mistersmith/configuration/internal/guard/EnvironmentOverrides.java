package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.secrets.SecretStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values from environment variables: {@code MS_}, the PID after {@code io.mistersmith.} with dots as underscores, an
 * instance between double underscores, then the key. {@code MS_EVENTBUS_QUEUE_CAPACITY},
 * {@code MS_POOLS_JDBC__ORDERS__MAX_SIZE}.
 *
 * <p>A variable that two PIDs could claim belongs to the longer PID.
 */
public final class EnvironmentOverrides {

    private static final String START = "MS_";
    private static final String ROOT = "io.mistersmith.";

    /** What the launcher reads, or hands on to the container; see its {@code --help}. */
    private static final Set<String> LAUNCHERS =
            Set.of("MS_HOME", "MS_RUN_AS", "MS_DEFAULT_HOME", "MS_START_SECONDS", "MS_STOP_SECONDS", "MS_JAVA_OPTS");

    private final Map<String, String> environment = new TreeMap<>();
    private final Supplier<? extends Collection<Designate>> designates;
    private volatile @Nullable Judged judged;

    /** The variables that none of these knows; asked for every second. */
    private record Judged(List<Designate> designates, Collection<String> unknown) {}

    /** Of these variables; only those that start with {@code MS_} are kept. */
    public EnvironmentOverrides(Map<String, String> environment, Supplier<? extends Collection<Designate>> designates) {
        environment.forEach((name, value) -> {
            if (name.startsWith(START)) {
                this.environment.put(name, value);
            }
        });
        this.designates = designates;
    }

    /** A key's value that a variable sets. */
    public record Variable(String name, Attribute attribute, String value) {}

    /** The overrides of a configuration. */
    public List<Variable> of(Target target) {
        return of(target.designate(), target.instance());
    }

    /** Whether any variable sets a key of this PID, which must not be a factory's. */
    public boolean any(Designate designate) {
        return !designate.factory() && !of(designate, null).isEmpty();
    }

    /** Whether any variable sets a key of this PID, in some bundle's description of it. */
    public boolean sets(String pid) {
        return designates.get().stream().anyMatch(designate -> designate.pid().equals(pid) && any(designate));
    }

    private List<Variable> of(Designate designate, @Nullable String instance) {
        List<Variable> found = new ArrayList<>();
        if (environment.isEmpty()) {
            return found;
        }
        for (Attribute attribute : designate.schema().attributes()) {
            String variable = name(designate.pid(), instance, attribute.id());
            String value = environment.get(variable);
            if (value != null && !belongsToLonger(variable, designate)) {
                found.add(new Variable(variable, attribute, value));
            }
        }
        return found;
    }

    /** Variables that no installed bundle knows; Kubernetes' own and the launcher's are left out. */
    public Collection<String> unknown() {
        List<Designate> now = List.copyOf(designates.get());
        Judged last = judged;
        if (last == null || !last.designates().equals(now)) {
            last = new Judged(now, List.copyOf(unknown(now)));
            judged = last;
        }
        return last.unknown();
    }

    private Collection<String> unknown(Collection<Designate> now) {
        Collection<String> unknown = new TreeSet<>();
        for (String variable : environment.keySet()) {
            boolean foreign = variable.contains("_SERVICE_")
                    || variable.contains("_PORT")
                    || variable.startsWith("MS_FRAMEWORK_")
                    || variable.startsWith(SecretStore.VARIABLE)
                    || LAUNCHERS.contains(variable);
            if (!foreign && now.stream().noneMatch(d -> claims(d, variable))) {
                unknown.add(variable);
            }
        }
        return unknown;
    }

    /** A problem for each of those; their values are not shown, since nobody knows what they hold. */
    public List<ConfigurationProblem> problems() {
        return unknown().stream()
                .map(name -> new ConfigurationProblem(
                        "", name, 0, "", "", "is no setting of an installed bundle", ConfigurationProblem.NO_EFFECT))
                .toList();
    }

    static String name(String pid, @Nullable String instance, String key) {
        String rest = pid.startsWith(ROOT) ? pid.substring(ROOT.length()) : pid;
        return START + part(rest) + (instance == null ? "_" : "__" + part(instance) + "__") + part(key);
    }

    private boolean belongsToLonger(String variable, Designate designate) {
        return designates.get().stream()
                .anyMatch(other -> other.pid().length() > designate.pid().length() && claims(other, variable));
    }

    private static boolean claims(Designate designate, String variable) {
        return designate.schema().attributes().stream().anyMatch(attribute -> {
            if (!designate.factory()) {
                return variable.equals(name(designate.pid(), null, attribute.id()));
            }
            String around = name(designate.pid(), "", attribute.id());
            int cut = around.lastIndexOf("____");
            return variable.startsWith(around.substring(0, cut + 2)) && variable.endsWith(around.substring(cut + 2));
        });
    }

    private static String part(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
