package io.millirun.portal.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTests {

    @TempDir
    private Path folder;

    private Sealer sealer;
    private MasterSecret secret;

    @BeforeEach
    void make() {
        secret = MasterSecret.createdAt(folder.resolve("secret"));
        sealer = new Sealer(secret, "test");
    }

    @Test
    void opensWhatItSealed() {
        assertThat(sealer.open(sealer.seal("the secret", "key 1"), "key 1")).isEqualTo("the secret");
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(sealer.seal("the secret", "key 1")).isNotEqualTo(sealer.seal("the secret", "key 1"));
    }

    @Test
    void doesNotOpenForAnotherOwnerPurposeOrAfterAChange() {
        byte[] sealed = sealer.seal("the secret", "key 1");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatIllegalStateException().isThrownBy(() -> sealer.open(sealed, "key 2"));
        assertThatIllegalStateException().isThrownBy(() -> sealer.open(changed, "key 1"));
        assertThatIllegalStateException().isThrownBy(() -> new Sealer(secret, "another purpose").open(sealed, "key 1"));
    }
}
