package io.millirun.runtimemanager.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import org.junit.jupiter.api.Test;

class TraceTests {

    private final FunctionId function = FunctionId.next();

    @Test
    void theHeaderOfACallIsReadBackByTheNextOne() {
        Trace first = Trace.NONE.entering(function);

        Trace read = Trace.parse(first.header(InvocationId.next()));

        assertThat(read.lineage()).isEqualTo(first.lineage());
        assertThat(read.root()).matches("1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(Trace.parse(read.kept())).isEqualTo(read);
    }

    @Test
    void aFunctionThatCallsItselfIsStoppedAfterSixteenRounds() {
        Trace chain = Trace.NONE;
        int rounds = 0;
        while (!chain.entering(function).loops(function)) {
            chain = Trace.parse(chain.entering(function).header(InvocationId.next()));
            rounds++;
        }

        assertThat(rounds).isEqualTo(Trace.MOST_VISITS);
    }

    @Test
    void twoFunctionsThatCallEachOtherAreStoppedToo() {
        FunctionId other = FunctionId.next();
        Trace chain = Trace.NONE;
        for (int round = 0; round < Trace.MOST_VISITS; round++) {
            chain = chain.entering(function).entering(other);
            assertThat(chain.loops(other)).isFalse();
        }

        assertThat(chain.entering(function).loops(function)).isTrue();
    }

    @Test
    void aChainOfDifferentFunctionsIsNoCircle() {
        Trace chain = Trace.NONE;
        for (int depth = 0; depth < 30; depth++) {
            chain = chain.entering(FunctionId.next());
        }

        assertThat(chain.isTooLong()).isFalse();
    }

    @Test
    void whatIsNoTraceHeaderBeginsAChain() {
        assertThat(Trace.parse("Root=oops;Lineage=;;x")).isEqualTo(Trace.NONE);
        assertThat(Trace.parse(null)).isEqualTo(Trace.NONE);
    }
}
