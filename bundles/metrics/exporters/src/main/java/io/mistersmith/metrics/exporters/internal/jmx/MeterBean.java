package io.mistersmith.metrics.exporters.internal.jmx;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** One series as an MBean: Value, or Count, Sum, Min, Max and quantiles of the last window; durations in seconds. Read only, thread-safe. */
final class MeterBean implements DynamicMBean {

    private static final double NANOS = 1e9;

    private volatile Map<String, Number> values;
    private final String help;

    MeterBean(FamilySnapshot family, SeriesSnapshot series) {
        this.help = family.help();
        this.values = valuesOf(family, series);
    }

    void update(FamilySnapshot family, SeriesSnapshot series) {
        values = valuesOf(family, series);
    }

    private static Map<String, Number> valuesOf(FamilySnapshot family, SeriesSnapshot series) {
        Map<String, Number> values = new LinkedHashMap<>();
        Distribution recorded = series.distribution();
        if (recorded == null) {
            values.put("Value", series.value());
            return values;
        }
        Distribution recent = recorded.recent();
        double scale = family.kind() == MeterKind.TIMER ? NANOS : 1;
        values.put("Count", recorded.count());
        values.put("Sum", recorded.sum() / scale);
        values.put("Min", recorded.min() / scale);
        values.put("P50", recent.quantile(0.5) / scale);
        values.put("P90", recent.quantile(0.9) / scale);
        values.put("P95", recent.quantile(0.95) / scale);
        values.put("P99", recent.quantile(0.99) / scale);
        values.put("P999", recent.quantile(0.999) / scale);
        values.put("Max", recorded.max() / scale);
        return values;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Number value = values.get(attribute);
        if (value == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        Map<String, Number> now = values;
        for (String attribute : attributes) {
            if (now.containsKey(attribute)) {
                list.add(new Attribute(attribute, now.get(attribute)));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " is only read");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException(action);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = values.entrySet().stream()
                .map(one -> new MBeanAttributeInfo(
                        one.getKey(), one.getValue() instanceof Long ? "long" : "double", help, true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(MeterBean.class.getName(), help, attributes, null, null, null);
    }
}
