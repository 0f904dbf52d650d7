package io.mistersmith.pools.internal.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the text form of RFC 7468. No message shows what a file holds. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String KEY = "PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");
    private static final byte[] PROBE = {1, 2, 3};

    private Pem() {}

    /**
     * The certificates in a file, in their order; at least one.
     *
     * @throws GeneralSecurityException if there is none, or one cannot be read
     */
    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<Certificate> certificates = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
        if (certificates.isEmpty()) {
            throw new CertificateException(file + " holds no certificate");
        }
        return certificates;
    }

    /**
     * The private key in a file.
     *
     * @throws GeneralSecurityException if there is none, or not in a form that can be read
     */
    static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        String found = "no key";
        while (block.find()) {
            if (block.group(1).equals(KEY)) {
                return privateKey(file, Base64.getMimeDecoder().decode(block.group(2)));
            }
            if (block.group(1).endsWith(KEY)) {
                found = "a key of the form " + block.group(1);
            }
        }
        throw new InvalidKeyException(
                file + " holds " + found + "; it must be PRIVATE KEY: openssl pkcs8 -topk8 -nocrypt -in old -out new");
    }

    /**
     * Lets a pair pass or not: who renews replaces one file after the other.
     *
     * @throws GeneralSecurityException if the key is not that of the certificate
     */
    static void checkPair(PrivateKey key, Certificate certificate, Path keyFile, Path certificateFile)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm()));
        boolean fits;
        try {
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            fits = signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            fits = false; // of another algorithm or size
        }
        if (!fits) {
            throw new InvalidKeyException(keyFile + " is not the key of the certificate in " + certificateFile);
        }
    }

    private static PrivateKey privateKey(Path file, byte[] encoded) throws GeneralSecurityException {
        InvalidKeyException failure = new InvalidKeyException(file + " holds a key that is none of " + ALGORITHMS);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }
}
