package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers of the probes, in the form of MicroProfile Health. */
final class Probe {

    private Probe() {}

    /** The process answers; nothing else was looked at. */
    static Reply live() {
        return answer(List.of());
    }

    /**
     * What readiness says.
     *
     * @param missing a line for each thing; empty when ready
     */
    static Reply ready(List<String> missing) {
        return answer(missing);
    }

    private static Reply answer(List<String> missing) {
        List<Map<String, Object>> checks = new ArrayList<>();
        missing.forEach(line -> checks.add(check(line)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", missing.isEmpty() ? "UP" : "DOWN");
        json.put("checks", checks);
        return Reply.json(missing.isEmpty() ? 200 : 503, json);
    }

    private static Map<String, Object> check(String name) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", name);
        check.put("status", "DOWN");
        return check;
    }
}
