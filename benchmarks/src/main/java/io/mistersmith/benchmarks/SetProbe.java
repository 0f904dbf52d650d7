package io.mistersmith.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;

/**
 * Goes into a jar of its own: calls {@code cfg:set} in the container's shell again and again, and writes into a file how long
 * it took each time until the value had reached the managed service that it is.
 */
public final class SetProbe implements BundleActivator, ManagedService {

    static final String PID = "com.example.set";
    static final String TIMES = "Set-Times";

    private final BlockingQueue<String> values = new LinkedBlockingQueue<>();

    @Override
    public void start(BundleContext context) {
        context.registerService(ManagedService.class, this, new Hashtable<>(Map.of(Constants.SERVICE_PID, PID)));
        new Thread(() -> run(context), "set-probe").start();
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public void updated(@Nullable Dictionary<String, ?> properties) {
        if (properties != null) {
            values.add(String.valueOf(properties.get("value")));
        }
    }

    private void run(BundleContext context) {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        Path file = Path.of(Objects.requireNonNull(headers.get(Mark.FILE)));
        try {
            await("begin");
            Subject operator = new Subject();
            Class<? extends Principal> principal = Class.forName("org.apache.karaf.jaas.boot.principal.RolePrincipal")
                    .asSubclass(Principal.class);
            for (String role : List.of("group", "admin", "manager", "viewer")) {
                operator.getPrincipals()
                        .add(principal.getConstructor(String.class).newInstance(role));
            }
            List<String> millis = new ArrayList<>();
            int times = Integer.parseInt(Objects.requireNonNull(headers.get(TIMES)));
            SessionFactory shell =
                    Objects.requireNonNull(context.getService(context.getServiceReference(SessionFactory.class)));
            for (int i = 0; i < times; i++) {
                String value = "v" + i;
                long began = System.nanoTime();
                var unused = Subject.doAs(operator, (PrivilegedExceptionAction<String>) () -> execute(shell, value));
                await(value);
                millis.add(String.valueOf((System.nanoTime() - began) / 1e6));
            }
            Files.writeString(file, String.join(" ", millis));
        } catch (Exception e) {
            write(file, e);
        }
    }

    private void await(String value) throws InterruptedException {
        String now = "";
        while (!now.equals(value)) {
            now = values.poll(20, TimeUnit.SECONDS);
            if (now == null) {
                throw new IllegalStateException("no value " + value + " within 20 s");
            }
        }
    }

    private static String execute(SessionFactory shell, String value) throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(answer, true, StandardCharsets.UTF_8);
        Session session = shell.create(new ByteArrayInputStream(new byte[0]), printer, printer);
        try {
            var unused = session.execute("cfg:set " + PID + " value " + value);
        } finally {
            session.close();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static void write(Path file, Exception failure) {
        try {
            Files.writeString(file, "failed: " + failure);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(failure);
        }
    }
}
