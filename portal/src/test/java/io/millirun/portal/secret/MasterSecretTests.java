package io.millirun.portal.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterSecretTests {

    @TempDir
    private Path folder;

    @Test
    void isMadeOnceForItsOwnerAloneAndKept() throws IOException {
        Path file = folder.resolve("data").resolve("secret");

        String first = MasterSecret.createdAt(file).password("test");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(MasterSecret.createdAt(file).password("test")).isEqualTo(first);
        try (var files = Files.list(file.resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void eachPurposeHasItsOwnKey() {
        MasterSecret secret = MasterSecret.createdAt(folder.resolve("secret"));

        assertThat(secret.password("a")).isNotEqualTo(secret.password("b")).hasSize(43);
        assertThat(secret.bytes("a")).hasSize(32);
    }

    @Test
    void derivesWhatItDerivedInEarlierReleases() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");

        assertThat(MasterSecret.readFrom(file).password("database role app"))
                .as("HKDF-SHA-256 without salt, as computed by hand")
                .isEqualTo("yjFF4_Z31kBIYX8nC5ltvLBKc0kg6aKUmyMMz77ey-0");
    }

    @Test
    void aShortOneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> MasterSecret.readFrom(file))
                .withMessageContaining("at least 32 characters");
    }
}
