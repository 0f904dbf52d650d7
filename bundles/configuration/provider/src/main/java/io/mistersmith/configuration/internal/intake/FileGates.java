package io.mistersmith.configuration.internal.intake;

import java.io.File;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/** Registers the gate before File Install's own reader. */
public final class FileGates {

    private static final String GATE = "io.mistersmith.configuration.gate";

    /** A .cfg that only File Install's own reader takes. */
    private static final File ANY = new File("any.cfg");

    private FileGates() {}

    /**
     * Registers it; it goes with the bundle.
     *
     * @param admits whether a file of the folder may be read
     * @param asked is told of each before it is read
     * @param storing held while what was read is stored
     * @throws LinkageError if there is no File Install
     */
    public static void open(
            BundleContext context, File folder, Predicate<File> admits, Consumer<File> asked, Object storing) {
        ServiceTracker<ArtifactInstaller, ArtifactInstaller> installers =
                new ServiceTracker<>(context, filter(context), null);
        installers.open();
        context.registerService(
                new String[] {ArtifactInstaller.class.getName(), ArtifactListener.class.getName()},
                new FileGate(folder, () -> reader(installers), admits, asked, storing),
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 1_000, GATE, true)));
    }

    private static @Nullable ArtifactInstaller reader(ServiceTracker<?, ArtifactInstaller> installers) {
        return installers.getTracked().values().stream()
                .filter(installer -> installer.canHandle(ANY))
                .findFirst()
                .orElse(null);
    }

    private static Filter filter(BundleContext context) {
        try {
            return context.createFilter(
                    "(&(" + Constants.OBJECTCLASS + "=" + ArtifactInstaller.class.getName() + ")(!(" + GATE + "=*)))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
