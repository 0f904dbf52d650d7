package io.mistersmith.framework;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes bundles of a test's own classes, with the component and metatype descriptions that a build would make. */
public final class TestBundles {

    private TestBundles() {}

    /** A bundle of all classes in a type's package, as {@code folder/name-version.jar}; there whole or not at all. */
    public static Path build(Path folder, String symbolicName, String version, Class<?> type) {
        try (Builder bnd = new Builder()) {
            Path classes = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            bnd.addClasspath(classes.toFile());
            bnd.setBundleSymbolicName(symbolicName);
            bnd.setBundleVersion(version);
            bnd.setPrivatePackage(type.getPackageName());
            bnd.setProperty(Constants.IMPORT_PACKAGE, "!org.jspecify.annotations, *");
            bnd.setProperty(Constants.NOIMPORTJAVA, "true");
            Jar jar = bnd.build();
            if (!bnd.getErrors().isEmpty()) {
                throw new AssertionError(bnd.getErrors());
            }
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, symbolicName, ".part");
            jar.write(beside.toFile());
            return Files.move(beside, folder.resolve(symbolicName + "-" + version + ".jar"));
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(symbolicName + " could not be built", e);
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(symbolicName + " could not be built", e);
        }
    }
}
