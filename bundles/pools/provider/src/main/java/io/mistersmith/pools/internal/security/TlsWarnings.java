package io.mistersmith.pools.internal.security;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys {@code tls.*} of one pool that lead nowhere: files that cannot be read, and files that nothing uses. They are warnings, because
 * a file may come later, or be away for a moment while certificates are replaced.
 */
public final class TlsWarnings {

    private final boolean enabled;
    private final Map<String, String> files = new LinkedHashMap<>();

    /** Those of these keys. */
    public TlsWarnings(SecurityKeys keys) {
        enabled = keys.tls_enabled();
        add("tls.ca", keys.tls_ca());
        add("tls.cert", keys.tls_cert());
        add("tls.key", keys.tls_key());
        add("tls.keystore", keys.tls_keystore());
        add("tls.truststore", keys.tls_truststore());
    }

    private void add(String key, String file) {
        if (file != null && !file.isEmpty()) {
            files.put(key, file);
        }
    }

    /** The warnings of this moment, each a sentence without a full stop; empty when there are none. */
    public List<String> now() {
        List<String> warnings = new ArrayList<>();
        if (!enabled && !files.isEmpty()) {
            warnings.add(
                    String.join(", ", files.keySet())
                            + " set, but without tls.enabled=true connections are not encrypted by it; set that, or remove the keys");
        }
        if (enabled) {
            files.forEach((key, file) -> {
                if (!isReadable(file)) {
                    warnings.add(key + "=" + file + " is no file that can be read; put it there, or correct the path");
                }
            });
        }
        return warnings;
    }

    private static boolean isReadable(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) && Files.isReadable(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
