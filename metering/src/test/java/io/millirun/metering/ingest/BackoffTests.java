package io.millirun.metering.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(1);

    @Test
    void doublesWithEachFailureUpToItsLimit() {
        assertThat(Backoff.after(1, FIRST, MOST)).isEqualTo(FIRST);
        assertThat(Backoff.after(2, FIRST, MOST)).isEqualTo(Duration.ofMillis(400));
        assertThat(Backoff.after(3, FIRST, MOST)).isEqualTo(Duration.ofMillis(800));
        assertThat(Backoff.after(4, FIRST, MOST)).isEqualTo(MOST);
        assertThat(Backoff.after(Integer.MAX_VALUE, FIRST, MOST)).isEqualTo(MOST);
    }
}
