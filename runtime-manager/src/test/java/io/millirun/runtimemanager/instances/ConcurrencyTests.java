package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Concurrency.Share;
import io.millirun.runtimemanager.instances.Concurrency.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcurrencyTests {

    private final TenantId tenant = TenantId.next();
    private final Concurrency concurrency = new Concurrency(ConcurrencyLimits.ofEveryOrganization(2));

    @Test
    void aFunctionHasWhatItReservedAndNoMore() {
        FunctionVersion reserved = version(1);

        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.LET_IN);
        Share share = concurrency.letIn(reserved);

        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.FUNCTION_FULL);
        concurrency.over(reserved, share);
        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.LET_IN);
    }

    @Test
    void aReservationOfNothingStopsTheFunction() {
        assertThat(concurrency.verdict(version(0))).isEqualTo(Verdict.FUNCTION_FULL);
    }

    @Test
    void reservedCallsDoNotUseUpWhatTheOthersShare() {
        FunctionVersion reserved = version(5);
        for (int i = 0; i < 5; i++) {
            concurrency.letIn(reserved);
        }
        FunctionVersion other = version(null);

        concurrency.letIn(other);
        assertThat(concurrency.verdict(other)).isEqualTo(Verdict.LET_IN);
        concurrency.letIn(other);
        assertThat(concurrency.verdict(other)).isEqualTo(Verdict.ORGANIZATION_FULL);
    }

    @Test
    void aCallThatWasLetInBeforeAReservationIsGivenBackToTheOrganization() {
        FunctionVersion before = version(null);
        Share share = concurrency.letIn(before);
        concurrency.letIn(version(null));

        concurrency.over(Versions.reserving(before, 1), share);

        assertThat(concurrency.verdict(version(null))).isEqualTo(Verdict.LET_IN);
    }

    private FunctionVersion version(@Nullable Integer reserved) {
        return Versions.reserving(Versions.of(tenant, "f"), reserved);
    }
}
