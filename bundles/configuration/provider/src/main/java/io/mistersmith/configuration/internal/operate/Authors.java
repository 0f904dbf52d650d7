package io.mistersmith.configuration.internal.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Tells who changes a configuration on this thread: who said so, else the user of a shell, else the bundle that calls. */
public final class Authors {

    /** How a file of {@code etc/} changes settings. */
    static final String FILE = "file";

    /** How a file of the read-only folder does. */
    static final String FOLDER = "folder";

    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";
    /** Those that only pass a change on. */
    private static final Set<String> CARRIERS = Set.of(
            "org.apache.felix.configadmin",
            "org.apache.felix.framework",
            "org.apache.karaf.config.core",
            "org.apache.karaf.config.command",
            "org.apache.karaf.shell.core");

    /** The name of a thread that runs a command; what follows may be a secret. */
    private static final Pattern COMMAND = Pattern.compile("pipe-([a-z]+:[a-z-]+).*", Pattern.DOTALL);

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Emptied when the step is done, so no thread keeps anything of this bundle. */
    private static final ThreadLocal<@Nullable Author> SAID = new ThreadLocal<>();

    /** What changes settings and may fail to. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    /** Does something as this author. */
    public void as(Author author, Step step) throws IOException {
        Author before = SAID.get();
        SAID.set(author);
        try {
            step.run();
        } finally {
            restore(before);
        }
    }

    /** Does something that a file of the read-only folder asks for. */
    public void asFolder(Path file, Runnable step) {
        Author before = SAID.get();
        SAID.set(new Author("folder" + owner(file), FOLDER, file));
        try {
            step.run();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable Author before) {
        if (before == null) {
            SAID.remove();
        } else {
            SAID.set(before);
        }
    }

    /** The user of the shell, or of what else has logged in. */
    public static Optional<String> user() {
        Subject subject = subject();
        return subject == null
                ? Optional.empty()
                : subject.getPrincipals().stream()
                        .filter(principal ->
                                principal.getClass().getSimpleName().equals("UserPrincipal"))
                        .map(Principal::getName)
                        .findFirst();
    }

    /** Who calls now; a change of this file when it is File Install. */
    public Author current(@Nullable Path file) {
        Author author = SAID.get();
        if (author != null) {
            return author;
        }
        String bundle = STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .map(FrameworkUtil::getBundle)
                        .filter(one -> one != null && one.getBundleId() != 0)
                        .map(Bundle::getSymbolicName)
                        .filter(name -> name != null && !CARRIERS.contains(name) && !isOwn(name))
                        .findFirst())
                .orElse("");
        Optional<String> user = user();
        if (user.isPresent()) {
            Matcher command = COMMAND.matcher(Thread.currentThread().getName());
            return new Author(user.get(), command.matches() ? command.group(1) : "shell");
        }
        if (bundle.equals(FILE_INSTALL)) {
            return new Author("file" + owner(file), FILE);
        }
        return bundle.isEmpty() ? new Author("container", "") : new Author("bundle " + bundle, "Config Admin");
    }

    private static boolean isOwn(String name) {
        Bundle own = FrameworkUtil.getBundle(Authors.class);
        return own != null && name.equals(own.getSymbolicName());
    }

    private static String owner(@Nullable Path file) {
        try {
            return file == null ? "" : " (" + Files.getOwner(file).getName() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    @SuppressWarnings("removal") // Java 17 has no other way to ask for the subject
    private static @Nullable Subject subject() {
        return Subject.getSubject(AccessController.getContext());
    }
}
