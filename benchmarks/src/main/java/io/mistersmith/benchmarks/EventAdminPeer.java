package io.mistersmith.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Felix EventAdmin in a Felix framework, asynchronous, and without its time limit per handler, as Karaf ships it. */
final class EventAdminPeer {

    private static final String TOPIC = "io/mistersmith/benchmarks/PUBLISHED";

    private EventAdminPeer() {}

    static double run(int subscribers, boolean quick) throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        Files.createTempDirectory("felix").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.osgi.service.event;version=1.4.1",
                        "org.apache.felix.eventadmin.Timeout",
                        "0"));
        framework.start();
        try {
            BundleContext context = framework.getBundleContext();
            install(context);
            EventAdmin admin = context.getService(
                    Objects.requireNonNull(context.getServiceReference(EventAdmin.class), "no EventAdmin"));
            Flow flow = new Flow();
            for (int i = 0; i < subscribers; i++) {
                Runnable count = flow.subscriber();
                Dictionary<String, Object> topics = new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, TOPIC));
                EventHandler handler = event -> count.run();
                context.registerService(EventHandler.class, handler, topics);
            }
            return flow.rate(i -> admin.postEvent(new Event(TOPIC, Map.of("payload", new Published(i, "x")))), quick);
        } finally {
            framework.stop();
        }
    }

    private static void install(BundleContext context) throws BundleException {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(path -> path.contains("org.apache.felix.eventadmin"))
                .findFirst()
                .orElseThrow();
        Bundle admin = context.installBundle(Path.of(jar).toUri().toString());
        admin.start();
    }
}
