package io.millirun.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InvocationIdTests {

    @Test
    void carriesTheMillisecondItWasMadeFor() {
        Instant start = Instant.parse("2028-02-29T23:59:59.999Z");

        assertThat(InvocationId.at(start).startedAt()).isEqualTo(start);
    }

    @Test
    void idsOfTheSameMillisecondDiffer() {
        Instant start = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(InvocationId.at(start)).isNotEqualTo(InvocationId.at(start));
    }

    @Test
    void refusesAnIdThatCarriesNoTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InvocationId(UUID.randomUUID()));
    }
}
