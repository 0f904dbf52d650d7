package io.mistersmith.pools.internal.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates, keys and rules of the connections of one pool, for every kind of server. Thread-safe.
 *
 * <p>Files are read when they are first needed, and again when one has changed: new connections use what is there now. While
 * changed files cannot be read, or do not fit each other, connections are made with what was read before, and the log says
 * so once.
 */
public final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private static final long LOOK_NANOS = 200_000_000;

    private final TlsSettings settings;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_NANOS);
    private @Nullable SSLContext context; // guarded by this
    private List<String> stamps = List.of(); // guarded by this
    private List<String> refused = List.of(); // guarded by this

    public Tls(TlsSettings settings) {
        this.settings = settings;
    }

    public TlsSettings settings() {
        return settings;
    }

    /**
     * What connections are made with now; the same object until a file changes.
     *
     * @throws IllegalStateException if the files cannot be read and never could; the message names key or file, and no secret
     */
    public synchronized SSLContext context() {
        List<String> now = stampsOf(settings.files());
        SSLContext before = context;
        if (before != null && (now.equals(stamps) || now.equals(refused))) {
            return before;
        }
        try {
            SSLContext made = make();
            context = made;
            stamps = now;
            return made;
        } catch (GeneralSecurityException | IOException e) {
            if (before == null) {
                throw new IllegalStateException("tls: " + e.getMessage(), e);
            }
            refused = now;
            LOG.warn("tls: {}; connections are made with what was read before", e.getMessage());
            return before;
        }
    }

    /**
     * Whether connections are made with something else by now. Looks at most five times a second, so it may be asked for each call;
     * false too when the files cannot be read.
     *
     * @param than what they were made with; null if it could not be read
     */
    public boolean isOther(@Nullable SSLContext than) {
        long now = System.nanoTime();
        long last = lookedAt.get();
        if (now - last < LOOK_NANOS || !lookedAt.compareAndSet(last, now)) {
            return false;
        }
        try {
            return context() != than;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Versions and check of the host name. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(settings.protocols());
        if (settings.verifyHost()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: names and addresses in the certificate
        }
        return parameters;
    }

    private static List<String> stampsOf(List<Path> files) {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(now.lastModifiedTime() + " " + now.size() + " " + now.fileKey());
            } catch (IOException e) {
                stamps.add("gone");
            }
        }
        return stamps;
    }

    private SSLContext make() throws GeneralSecurityException, IOException {
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys(), trust(), new SecureRandom());
        return made;
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        Path cert = TlsSettings.path(settings.cert());
        Path file = TlsSettings.path(settings.keystore().file());
        KeyStore store;
        char[] password;
        if (cert != null) {
            store = empty();
            password = IN_MEMORY;
            Path keyFile = Path.of(settings.key());
            List<Certificate> chain = Pem.certificates(cert);
            PrivateKey key = Pem.privateKey(keyFile);
            Pem.checkPair(key, chain.get(0), keyFile, cert);
            store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
        } else if (file != null) {
            password = settings.keystore().password().toCharArray();
            store = load(file, password);
        } else {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        Path ca = TlsSettings.path(settings.ca());
        Path file = TlsSettings.path(settings.truststore().file());
        KeyStore store;
        if (ca != null) {
            store = empty();
            int n = 0;
            for (Certificate certificate : Pem.certificates(ca)) {
                store.setCertificateEntry("ca" + n++, certificate);
            }
        } else if (file != null) {
            store = load(file, settings.truststore().password().toCharArray());
        } else {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** PKCS #12 or JKS, as the file says of itself. */
    private static KeyStore load(Path file, char[] password) throws GeneralSecurityException, IOException {
        if (!Files.isReadable(file)) {
            throw new KeyStoreException(file + " is not there, or cannot be read");
        }
        KeyStore store = KeyStore.getInstance("PKCS12"); // reads JKS too: keystore.type.compat
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
