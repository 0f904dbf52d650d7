package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers of the probes: JSON in the form of MicroProfile Health, or text as Kubernetes' own servers give. */
final class Probe {

    private Probe() {}

    /** {@code {"status":"UP","checks":[{"name":"disk","status":"UP","data":{…}}]}}. */
    static Reply json(List<Finding> findings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", word(up(findings)));
        json.put("checks", findings.stream().map(Probe::check).toList());
        return Reply.json(status(findings), json);
    }

    /**
     * {@code ok}, or a line for each check when one is asked for them or something is wrong.
     *
     * @param name of the probe, for the last line
     */
    static Reply text(String name, List<Finding> findings, boolean verbose) {
        if (!verbose && up(findings)) {
            return text(200, "ok\n");
        }
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(line(finding)));
        lines.add(name + " check " + (up(findings) ? "passed" : "failed"));
        return text(status(findings), String.join("\n", lines) + "\n");
    }

    private static String line(Finding finding) {
        if (finding.up()) {
            return "[+]" + finding.name() + " ok"
                    + (finding.status().equals("degraded") ? ": degraded: " + finding.message() : "");
        }
        return "[-]" + finding.name() + " failed" + (finding.message().isEmpty() ? "" : ": " + finding.message());
    }

    private static Reply text(int status, String body) {
        return new Reply(status, "text/plain;charset=utf-8", Map.of(), body);
    }

    private static boolean up(List<Finding> findings) {
        return findings.stream().allMatch(Finding::up);
    }

    private static int status(List<Finding> findings) {
        return up(findings) ? 200 : 503;
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static Map<String, Object> check(Finding finding) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", finding.name());
        check.put("status", word(finding.up()));
        if (!finding.status().isEmpty()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("health", finding.status());
            data.put("message", finding.message());
            check.put("data", data);
        }
        return check;
    }
}
