package io.mistersmith.pools.internal.security;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, with what it issued as files of a folder. */
public final class TestCertificates {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /**
     * Makes one, and the file {@code NAME.pem} with its certificate.
     *
     * @param name of the authority
     */
    public TestCertificates(Path folder, String name) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.name = name;
        this.keys = keys("EC");
        this.certificate = certificate(name, keys, null, keys.getPrivate(), Duration.ofDays(1), name);
        writePem(ca(), "CERTIFICATE", certificate.getEncoded());
    }

    /** PEM file of the authority itself. */
    public Path ca() {
        return folder.resolve(name + ".pem");
    }

    /** Issues a certificate that is valid from yesterday on: files {@code AS.pem} and {@code AS.key}. */
    public TestCertificates issue(String as, String host, Duration valid, String algorithm)
            throws GeneralSecurityException, IOException {
        KeyPair pair = keys(algorithm);
        X509Certificate issued = certificate(as, pair, host, keys.getPrivate(), valid, name);
        writePem(cert(as), "CERTIFICATE", issued.getEncoded());
        writePem(key(as), "PRIVATE KEY", pair.getPrivate().getEncoded());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(as, pair.getPrivate(), "secret".toCharArray(), new Certificate[] {issued, certificate});
        write(folder.resolve(as + ".p12"), store);
        return this;
    }

    /** As {@link #issue(String, String, Duration, String)}, for a day, with an elliptic curve. */
    public TestCertificates issue(String as, String host) throws GeneralSecurityException, IOException {
        return issue(as, host, Duration.ofDays(1), "EC");
    }

    public Path cert(String as) {
        return folder.resolve(as + ".pem");
    }

    public Path key(String as) {
        return folder.resolve(as + ".key");
    }

    public Path keystore(String as) {
        return folder.resolve(as + ".p12");
    }

    /** A store of this type that trusts the authority; its password is {@code secret}. */
    public Path truststore(String type) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        Path file = folder.resolve(name + "." + type);
        write(file, store);
        return file;
    }

    private static void write(Path file, KeyStore store) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2_048);
        } else if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String subject,
            KeyPair pair,
            @org.jspecify.annotations.Nullable String host,
            PrivateKey signer,
            Duration valid,
            String issuer)
            throws GeneralSecurityException, CertIOException {
        Instant from = Instant.now().minus(Duration.ofDays(2));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=" + issuer),
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(from),
                Date.from(from.plus(Duration.ofDays(2)).plus(valid)),
                new X500Principal("CN=" + subject),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
        if (host != null) {
            int kind = host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(kind, host)));
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static void writePem(Path file, String type, byte[] encoded) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + type
                        + "-----\n");
    }
}
