package io.mistersmith.configuration.internal.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are: files named as the secret in one of some folders, the first folder that has it, else the environment
 * variable {@code MS_SECRET_} and the name in upper case with {@code _} for what is no letter or digit. Thread-safe.
 */
public final class SecretStore {

    /** What the variables begin with. */
    public static final String VARIABLE = "MS_SECRET_";

    /** More is no secret, but somebody's wrong file. */
    private static final int MAX_BYTES = 1 << 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private final List<Path> folders;
    private final Map<String, String> environment;

    public SecretStore(List<Path> folders, Map<String, String> environment) {
        this.folders = List.copyOf(folders);
        this.environment = Map.copyOf(environment);
    }

    /** The secret of a name, without the line end of its file; null when there is none, or when it is empty. */
    @Nullable
    String get(String name) {
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        for (Path folder : folders) {
            String secret = read(folder.resolve(name));
            if (secret != null) {
                return secret;
            }
        }
        String secret = environment.get(variable(name));
        return secret == null || secret.isEmpty() ? null : secret;
    }

    static String variable(String name) {
        return VARIABLE + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static @Nullable String read(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String secret = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            secret = secret.endsWith("\r") ? secret.substring(0, secret.length() - 1) : secret;
            return bytes.length > MAX_BYTES || secret.isEmpty() ? null : secret;
        } catch (IOException e) {
            return null; // as if it were not there: the name is told, and the file's permissions are the operator's
        }
    }
}
