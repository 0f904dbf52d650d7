package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bad edit of every PID of ours, and secrets in all kinds of keys. */
@ExtendWith(SharedContainer.class)
class BadSettingsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern SERVICE =
            Pattern.compile("(?m)^\\[(io\\.mistersmith\\.[^\\]]*)](?:(?!^\\[)[\\s\\S])*?service\\.id = (\\d+)");

    /** How many secrets there are. */
    private static final int CANARIES = 25;

    /** Those that stand in a file themselves, in keys that nobody knows. */
    private static final Set<Integer> UNKNOWN = Set.of(9, 11, 12, 13, 14, 15, 16, 18);

    /** Those that stand in a pool's file themselves, as its password. */
    private static final Set<Integer> PLAIN = Set.of(21, 22, 24);

    private static final List<String> POOLS = List.of("login", "cache", "made");

    private static final String KARAFS = "commands of Karaf";
    private static final String SERVICES = "services";

    @Test
    void aBadEditOfEveryPidLeavesEveryServiceAndWhoUsesIt(Container container) throws Exception {
        Map<Path, String> files = ours(container);
        Set<String> services = services(container);
        assertThat(services).hasSizeGreaterThan(20);
        try {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Files.writeString(file.getKey(), file.getValue() + "log.level=LOUD\nenabled=perhaps\n");
            }

            await().atMost(SOON).untilAsserted(() -> {
                String problems = container.shell("cfg:problems");
                files.forEach((file, text) -> assertThat(problems)
                        .containsPattern(
                                Pattern.quote(file + ":" + (text.lines().count() + lineIn(file)) + ": ")
                                        + "(enabled=perhaps is not true or false|log.level=LOUD is not one of )"));
            });
            assertThat(services(container)).isEqualTo(services);
            assertThat(container.shell("smith:status")).startsWith("READY");
            HttpResponse<String> stored = container.post(
                    "/events",
                    "application/cloudevents+json",
                    "{\"specversion\":\"1.0\",\"type\":\"bad.settings\",\"source\":\"/settings\",\"id\":\""
                            + System.nanoTime() + "\",\"data\":{}}");
            assertThat(stored.statusCode()).isEqualTo(200);
        } finally {
            restore(container, files);
        }
    }

    @Test
    void secretsAreShownNowhere(Container container) throws Exception {
        Map<Path, String> files = ours(container);
        Path secrets = container.home().resolve("data/secrets");
        for (int i = 0; i < CANARIES; i++) {
            Files.writeString(secrets.resolve("canary." + i), canary(i) + "\n");
        }
        Path foreign = container.home().resolve("etc/com.example.shop.cfg");
        try {
            append(
                    container,
                    "metrics.pushgateway-default",
                    "url=http://u:$[secret:canary.0]@127.0.0.1:1\nenabled=true");
            append(container, "metrics.pushgateway-default", "job=$[secret:canary.1]\ninterval.ms=100");
            append(container, "metrics.jmx-default", "domain=$[secret:canary.2]");
            append(container, "metrics.log-default", "names=$[secret:canary.3],b\nenabled=true\ninterval.ms=200");
            append(container, "metrics.statsd-default", "host=$[secret:canary.4]\nenabled=true\ninterval.ms=200");
            append(container, "metrics.prometheus-default", "prefix=9$[secret:canary.5]");
            append(container, "gateway", "window=$[secret:canary.6]");
            append(container, "eventbus", "log.level=$[secret:canary.7]");
            append(container, "threads", "io.size=1$[secret:canary.8]\npassword=" + canary(9));
            append(container, "health", "cpu.percent=$[secret:canary.10]\npasword=" + canary(11));
            append(container, "lifecycle", "tokn=" + canary(12) + "\nsecrt.key=" + canary(13) + "\ntokn=" + canary(14));
            append(container, "eventstore", "api.key=\\uZZ" + canary(15));
            append(container, "metrics", "auth=${no.such.thing}" + canary(16));
            append(container, "metrics.exporters", "db.pwd=$[secret:canary.17]x");
            append(container, "sourcing", "credential.of.mine=" + canary(18));
            Files.writeString(foreign, "url=http://$[secret:canary.19]/\n");
            pools(container);

            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("cfg:problems"))
                    .contains(
                            "window=",
                            "io.size=",
                            "cpu.percent=",
                            "pasword=***",
                            "tokn=***",
                            "api.key=***",
                            "auth=***",
                            "url=jdbc:postgresql://ann:***@h/x"));
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("pool:list --json"))
                    .contains(POOLS));
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("metric:exporters"))
                    .contains("pushgateway-default"));
            Map<String, String> all = everythingSaid(container);
            assertThat(all.get("commands")).contains("***", "$[secret:canary.19]");
            assertThat(all.get(KARAFS)).contains("domain = $[secret:canary.2]", "url = http://$[secret:canary.19]/");
            assertThat(all.get("an exception")).contains("Nothing was changed.");
            for (Map.Entry<String, String> said : all.entrySet()) {
                for (int i = 0; i < CANARIES; i++) {
                    boolean karafs = said.getKey().equals(KARAFS);
                    if ((karafs && PLAIN.contains(i))
                            || ((karafs || said.getKey().equals(SERVICES)) && UNKNOWN.contains(i))) {
                        continue; // what stands in a file is shown by whoever shows the file
                    }
                    assertThat(said.getValue())
                            .as("%s holds secret %d", said.getKey(), i)
                            .doesNotContain(canary(i));
                }
            }
        } finally {
            Files.deleteIfExists(foreign);
            for (Path file : ours(container).keySet()) {
                if (!files.containsKey(file)) {
                    Files.delete(file);
                }
            }
            restore(container, files);
            for (int i = 0; i < CANARIES; i++) {
                Files.deleteIfExists(secrets.resolve("canary." + i));
            }
        }
    }

    /** One of each kind, none of which can make anything, and one that is refused. */
    private static void pools(Container container) throws IOException {
        Map<String, String> pools = Map.of(
                "jdbc-login",
                        "url=jdbc:postgresql://127.0.0.1:1/x\nuser=ann\nmin.size=1\npassword=$[secret:canary.20]\n",
                "jdbc-inside", "url=jdbc:postgresql://ann:" + canary(21) + "@h/x\n",
                "redis-cache",
                        "port=1\nmin.size=1\npassword=" + canary(22)
                                + "\ntls.enabled=true\ntls.keystore=/none\ntls.keystore.password=$[secret:canary.23]\n",
                "generic-made", "min.size=1\npassword=" + canary(24) + "\n");
        for (Map.Entry<String, String> pool : pools.entrySet()) {
            Path file = container.home().resolve("etc/io.mistersmith.pools." + pool.getKey() + ".cfg");
            Files.writeString(file, pool.getValue());
        }
    }

    private static String canary(int i) {
        return "canary" + (char) ('a' + i) + "secret";
    }

    /** What commands, probes, the scrape, logs, the dump and the guard's own files say. */
    private static Map<String, String> everythingSaid(Container container) throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        List<String> commands = new ArrayList<>(List.of(
                "cfg:problems",
                "cfg:problems --json",
                "smith:status",
                "smith:doctor",
                "smith:doctor --json",
                "metric:exporters",
                "metric:exporters --json",
                "thread:list",
                "bus:subscriptions",
                "cfg:show com.example.shop"));
        for (String pool : POOLS) {
            commands.addAll(List.of("pool:show " + pool, "pool:show --json " + pool, "pool:holders " + pool));
        }
        List<String> karafs = new ArrayList<>(List.of("config:list"));
        for (Path file : ours(container).keySet()) {
            String pid = String.valueOf(file.getFileName())
                    .replaceFirst("\\.cfg$", "")
                    .replaceFirst("-", "~");
            commands.addAll(List.of("cfg:show " + pid, "cfg:history " + pid));
            if (!pid.equals("io.mistersmith.eventstore")) { // whose escape Karaf cannot read either
                karafs.add("config:property-list --pid " + pid);
            }
        }
        said.put(SERVICES, container.shell("service:list"));
        said.put("commands", container.shell(String.join("; ", commands)));
        for (String name : List.of("gateway", "metrics.pushgateway-default")) {
            String check = "cfg:check " + container.home().resolve("etc/io.mistersmith." + name + ".cfg");
            said.put(check, container.tryShell(check).text());
        }
        said.put(KARAFS, container.shell(String.join("; ", karafs)));
        said.put(
                "an exception",
                container
                        .tryShell("cfg:set io.mistersmith.gateway window '1$[secret:canary.6]'")
                        .text());
        said.put("the scrape", container.scrape("text/plain").body());
        said.put("/health", container.send(container.anonymous("/health").GET()).body());
        said.put(
                "/readyz",
                container.send(container.anonymous("/readyz?verbose").GET()).body());
        String dump = container.shell("smith:dump");
        Matcher path = Pattern.compile("(/\\S+\\.zip)").matcher(dump);
        assertThat(path.find()).as(dump).isTrue();
        try (ZipFile zip = new ZipFile(path.group(1))) {
            for (var entry : Collections.list(zip.entries())) {
                said.put(
                        "dump " + entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        for (String folder : List.of("log", "data/configuration")) {
            try (Stream<Path> all = Files.walk(container.home().resolve(folder))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    said.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return said;
    }

    private static void append(Container container, String name, String lines) throws IOException {
        Path file = container.home().resolve("etc/io.mistersmith." + name + ".cfg");
        Files.writeString(file, Files.readString(file) + lines + "\n");
    }

    /** Every file of ours in etc/ and what it says. */
    private static Map<Path, String> ours(Container container) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(container.home().resolve("etc"))) {
            for (Path file : all.filter(one -> String.valueOf(one.getFileName()).matches("io\\.mistersmith\\..*\\.cfg"))
                    .toList()) {
                files.put(file, Files.readString(file));
            }
        }
        assertThat(files).hasSizeGreaterThan(14);
        return files;
    }

    /** The line of the two that are appended: {@code configuration} knows no {@code enabled}, instances no {@code log.level}. */
    private static int lineIn(Path file) {
        return file.endsWith("io.mistersmith.configuration.cfg") ? 1 : 2;
    }

    private static void restore(Container container, Map<Path, String> files) throws IOException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(container.shell("cfg:problems")).isEqualTo("no problems\n"));
    }

    /** Type and id of each service of ours. */
    private static Set<String> services(Container container) {
        Set<String> services = new TreeSet<>();
        Matcher service = SERVICE.matcher(container.shell("service:list"));
        while (service.find()) {
            services.add(service.group(1) + " " + service.group(2));
        }
        return services;
    }
}
