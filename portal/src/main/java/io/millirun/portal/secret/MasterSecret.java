package io.millirun.portal.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that every other key of the installation is derived from, by HKDF-SHA-256 (RFC 5869) with a label per
 * purpose. All processes of one installation must have the same one; whoever loses it loses what was encrypted with it.
 */
public final class MasterSecret {

    private static final int LEAST_BYTES = 32;

    private final byte[] secret;

    private MasterSecret(byte[] secret) {
        this.secret = secret;
    }

    /**
     * The secret in {@code file}, made there first (readable by its owner alone) if the file does not exist.
     *
     * @throws IllegalStateException if the file holds fewer than 32 bytes
     */
    public static MasterSecret createdAt(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file.toAbsolutePath());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the secret file " + file, failed);
        }
        return readFrom(file);
    }

    /**
     * The secret in {@code file}, which must exist; white space around it is ignored.
     *
     * @throws IllegalStateException if the file holds fewer than 32 bytes
     */
    public static MasterSecret readFrom(Path file) {
        try {
            byte[] secret =
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1);
            if (secret.length < LEAST_BYTES) {
                throw new IllegalStateException("the secret file " + file + " must hold at least 32 characters");
            }
            return new MasterSecret(secret);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the secret file " + file, failed);
        }
    }

    /** Written aside and linked into place, so that two processes starting at once end with the same secret. */
    private static void create(Path file) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling("."));
        byte[] random = new byte[48];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(
                folder,
                "secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, Base64.getUrlEncoder().encodeToString(random) + "\n");
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // Another process was first; its secret is the one.
        } finally {
            Files.delete(fresh);
        }
    }

    /** A 256-bit key for the purpose that {@code label} names. */
    public SecretKey key(String label, String algorithm) {
        return new SecretKeySpec(bytes(label), algorithm);
    }

    /** A password of 43 letters, digits, hyphens and underscores for the purpose that {@code label} names. */
    public String password(String label) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(label));
    }

    /** 32 bytes for the purpose that {@code label} names. */
    public byte[] bytes(String label) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret)
                            .thenExpand(("millirun " + label).getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java 25 has HKDF-SHA256", impossible);
        }
    }
}
