package io.mistersmith.metrics.exporters.internal;

import java.util.Map;

/** What exporters are called: {@code statsd-default} for an instance of ours, else the component or the bundle. */
final class ExporterNames {

    private static final String OURS = "io.mistersmith.metrics.";

    private ExporterNames() {}

    static String of(Map<String, Object> properties, String bundle) {
        Object pid = properties.get("service.pid");
        String text = String.valueOf(pid instanceof String[] several && several.length > 0 ? several[0] : pid);
        if (text.startsWith(OURS) && text.indexOf('~') > 0) {
            return text.substring(OURS.length()).replace('~', '-');
        }
        Object component = properties.get("component.name");
        String simple = component == null ? "" : String.valueOf(component);
        simple = simple.substring(simple.lastIndexOf('.') + 1);
        return simple.isEmpty() ? bundle + "-" + properties.get("service.id") : bundle + "/" + simple;
    }
}
