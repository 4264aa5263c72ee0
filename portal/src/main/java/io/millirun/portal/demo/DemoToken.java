package io.millirun.portal.demo;

import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Proves that somebody may read the data folder: a new secret at every start, in a file for its owner alone. */
@Component
@ConditionalOnRole(ProcessRole.PORTAL)
class DemoToken {

    private static final int BYTES = 32;

    private final byte[] token;

    DemoToken(@Value("${millirun.data}") Path data) throws IOException {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        token = HexFormat.of().formatHex(bits).getBytes(StandardCharsets.US_ASCII);
        Path file = Files.createDirectories(data.resolve("run")).resolve("demo-token");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, token);
    }

    boolean matches(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.US_ASCII));
    }
}
