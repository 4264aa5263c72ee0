package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Concurrency.Verdict;
import org.junit.jupiter.api.Test;

class ConcurrencyTests {

    private final TenantId tenant = TenantId.next();
    private final FunctionVersion shared = Versions.of(tenant, "shared");
    private final FunctionVersion reserved = Versions.reserving(Versions.of(tenant, "reserved"), 1);
    private final Concurrency concurrency = new Concurrency(_ -> 2);

    @Test
    void whatIsReservedIsThereWhateverTheOthersDoAndIsNeverMore() {
        concurrency.letIn(shared);
        concurrency.letIn(shared);
        assertThat(concurrency.verdict(shared)).isEqualTo(Verdict.ORGANIZATION_FULL);

        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.LET_IN);
        var share = concurrency.letIn(reserved);
        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.FUNCTION_FULL);

        concurrency.over(reserved, share);
        assertThat(concurrency.verdict(reserved)).isEqualTo(Verdict.LET_IN);
        assertThat(concurrency.verdict(shared)).isEqualTo(Verdict.ORGANIZATION_FULL);
    }

    @Test
    void aReservationThatComesWhileACallRunsDoesNotUpsetTheCount() {
        var share = concurrency.letIn(shared);
        FunctionVersion later = Versions.reserving(shared, 5);

        concurrency.over(later, share);

        assertThat(concurrency.verdict(shared)).isEqualTo(Verdict.LET_IN);
        concurrency.letIn(shared);
        concurrency.letIn(shared);
        assertThat(concurrency.verdict(shared)).isEqualTo(Verdict.ORGANIZATION_FULL);
    }

    @Test
    void zeroReservedStopsAFunction() {
        assertThat(concurrency.verdict(Versions.reserving(shared, 0))).isEqualTo(Verdict.FUNCTION_FULL);
    }
}
