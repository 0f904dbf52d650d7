package io.mistersmith.pools.internal.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which options a JDBC URL may have: those of a list. Options of drivers can load classes, run statements and read or write
 * files, and new ones come with every release; so what is not known to be harmless is refused. Of drivers other than
 * PostgreSQL's no option is known.
 */
public final class UrlRules {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    private static final Set<String> HARMLESS = Set.of(
            "ApplicationName",
            "autosave",
            "binaryTransfer",
            "cleanupSavepoints",
            "currentSchema",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "defaultRowFetchSize",
            "disableColumnSanitiser",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "logServerErrorDetail",
            "prepareThreshold",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "preferQueryMode",
            "quoteReturningIdentifiers",
            "readOnly",
            "readOnlyMode",
            "receiveBufferSize",
            "reWriteBatchedInserts",
            "sendBufferSize",
            "stringtype",
            "targetServerType");

    /** Set by keys of ours, so that no password is in a URL and no timeout is endless. */
    private static final Map<String, String> KEYS = Map.of(
            "user", "user",
            "password", "password",
            "connectTimeout", "connect.timeout.ms",
            "loginTimeout", "connect.timeout.ms",
            "socketTimeout", "socket.timeout.ms");

    private UrlRules() {}

    /**
     * Lets a URL pass or not.
     *
     * @throws IllegalArgumentException if it is not one, or has an option that is not on the list; the message holds no value of
     *     an option
     */
    public static void check(String url) {
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException("url does not begin with jdbc:");
        }
        if (url.startsWith(POSTGRESQL)) {
            checkPostgresql(url);
        } else if (url.indexOf('?') >= 0 || url.indexOf(';') >= 0) {
            throw new IllegalArgumentException("url has options, and of this driver none is known to be harmless");
        }
    }

    private static void checkPostgresql(String url) {
        int question = url.indexOf('?');
        String address = question < 0 ? url : url.substring(0, question);
        if (address.indexOf('@') >= 0) {
            throw new IllegalArgumentException("url holds a user or a password; use the keys user and password");
        }
        if (question < 0) {
            return;
        }
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        HARMLESS.forEach(name -> known.put(name, name));
        for (String option : url.substring(question + 1).split("&", -1)) {
            checkOption(name(option), known);
        }
    }

    private static void checkOption(String name, Map<String, String> known) {
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            if (key.getKey().equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(
                        "url has the option " + key.getKey() + "; use the key " + key.getValue());
            }
        }
        if (!name.isEmpty() && !name.equals(known.get(name))) {
            throw new IllegalArgumentException("url has the option \"" + name.toLowerCase(Locale.ROOT)
                    + "\", which is not one of " + new TreeSet<>(HARMLESS));
        }
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        String raw = equals < 0 ? option : option.substring(0, equals);
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url has an option that is not well encoded", e);
        }
    }
}
