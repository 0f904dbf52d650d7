package io.mistersmith.metrics.exporters.internal.jmx;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An MBean for each series, with what was read last. Thread-safe. */
final class MeterBeans implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MeterBeans.class);

    private final MBeanServer server;
    private final String domain;
    private final Map<ObjectName, MeterBean> beans = new HashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * With nothing in it.
     *
     * @throws IllegalArgumentException if the domain cannot be one
     */
    MeterBeans(MBeanServer server, String domain) {
        this.server = server;
        this.domain = domain;
        try {
            ObjectName unused = new ObjectName(domain, "name", "x");
            if (unused.isPattern() || domain.isEmpty()) {
                throw new MalformedObjectNameException("a pattern or empty");
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("domain=" + domain + " is no JMX domain: " + e.getMessage(), e);
        }
    }

    /** Shows these series, and none else. */
    synchronized void show(List<FamilySnapshot> families) throws JMException {
        if (closed) {
            return;
        }
        Set<ObjectName> now = new HashSet<>();
        for (FamilySnapshot family : families) {
            for (SeriesSnapshot series : family.series()) {
                ObjectName name = name(family, series);
                now.add(name);
                MeterBean known = beans.get(name);
                if (known == null) {
                    register(name, new MeterBean(family, series));
                } else {
                    known.update(family, series);
                }
            }
        }
        List<ObjectName> gone = new ArrayList<>(beans.keySet());
        gone.removeAll(now);
        gone.forEach(this::unregister);
    }

    private void register(ObjectName name, MeterBean bean) throws JMException {
        try {
            Object unused = server.registerMBean(bean, name);
            beans.put(name, bean);
        } catch (InstanceAlreadyExistsException e) {
            LOG.debug("Another exporter of the same domain shows {}", name);
        }
    }

    private void unregister(ObjectName name) {
        beans.remove(name);
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was gone already", name);
        } catch (JMException e) {
            LOG.warn("{} stays", name, e);
        }
    }

    private ObjectName name(FamilySnapshot family, SeriesSnapshot series) throws MalformedObjectNameException {
        Hashtable<String, String> keys = new Hashtable<>();
        for (int i = 0; i < family.labels().size(); i++) {
            // "name" and "type" are ours, and a label may be called so
            keys.put(
                    "label." + family.labels().get(i),
                    ObjectName.quote(series.labelValues().get(i)));
        }
        keys.put("name", family.name());
        return new ObjectName(domain, keys);
    }

    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(beans.keySet()).forEach(this::unregister);
    }
}
