package io.millirun.runtimemanager.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.events.EventLife.Command;
import io.millirun.runtimemanager.events.EventLife.Step;
import io.millirun.runtimemanager.events.EventState.Cancelled;
import io.millirun.runtimemanager.events.EventState.Dead;
import io.millirun.runtimemanager.events.EventState.Running;
import io.millirun.runtimemanager.events.EventState.Succeeded;
import io.millirun.runtimemanager.events.EventState.Waiting;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventLifeTests {

    private static final Duration YOUNG = Duration.ofSeconds(1);
    private static final AttemptEnd OK = new AttemptEnd.Succeeded("$LATEST", 1, Buffer.buffer("1"));
    private static final AttemptEnd FAILED = new AttemptEnd.Failed("$LATEST", 1, "Error", "no", Buffer.buffer("{}"));
    private static final AttemptEnd REFUSED = new AttemptEnd.Refused("no room");
    private static final Destination TELL = Destination.parse("told").orElseThrow();

    private final Claim claim = claim(1);

    private static Claim claim(int number) {
        return new Claim(Uuid7.next(), InvocationId.next(), number, Instant.EPOCH);
    }

    @Test
    void anEventIsTriedAgainAfterTheDelaysOfItsPolicyAndThenIsADeadLetter() {
        EventState state = new Running(0, 0, claim);

        Step first = end(state, FAILED);
        assertThat(first.state()).isEqualTo(new Waiting(1, 0));
        assertThat(first.commands()).contains(new Command.Wait(Duration.ofMinutes(1)));
        Step second = end(new Running(1, 0, claim), FAILED);
        assertThat(second.state()).isEqualTo(new Waiting(2, 0));
        assertThat(second.commands()).contains(new Command.Wait(Duration.ofMinutes(2)));
        Step third = end(new Running(2, 0, claim), FAILED);
        assertThat(third.state()).isEqualTo(new Dead(DeadReason.RETRIES_EXHAUSTED, "no"));
    }

    @Test
    void throttlesAndOurFaultsDoNotCountButWaitLongerEachTime() {
        Step first = end(new Running(1, 0, claim), REFUSED);
        Step second = end(new Running(1, 1, claim), new AttemptEnd.Broken("ours"));
        Step tenth = end(new Running(1, 9, claim), REFUSED);

        assertThat(first.state()).isEqualTo(new Waiting(1, 1));
        assertThat(first.commands()).contains(new Command.Wait(Duration.ofSeconds(1)));
        assertThat(second.commands()).contains(new Command.Wait(Duration.ofSeconds(2)));
        assertThat(tenth.commands()).contains(new Command.Wait(Duration.ofMinutes(5)));
    }

    @Test
    void noAttemptIsMadePastTheMaximumAge() {
        var old = EventPolicy.DEFAULT.maximumAge().plusMillis(1);

        Step claimed = EventLife.apply(new Waiting(0, 3), new Happening.Claimed(claim), EventPolicy.DEFAULT, old);
        Step refused = EventLife.apply(
                new Running(0, 3, claim), new Happening.Ended(claim.invocation(), REFUSED), EventPolicy.DEFAULT, old);

        assertThat(claimed.state()).isInstanceOfSatisfying(Dead.class, this::isOfAge);
        assertThat(refused.state()).isInstanceOfSatisfying(Dead.class, this::isOfAge);
    }

    private void isOfAge(Dead dead) {
        assertThat(dead.reason()).isEqualTo(DeadReason.AGE_EXCEEDED);
    }

    @Test
    void itsDestinationsAreToldOnceAndOfTheRightEnd() {
        var told = new EventPolicy(0, List.of(Duration.ZERO), Duration.ofHours(1), TELL, TELL);
        var happening = new Happening.Ended(claim.invocation(), OK);

        Step success = EventLife.apply(new Running(0, 0, claim), happening, told, YOUNG);
        Step failure =
                EventLife.apply(new Running(0, 0, claim), new Happening.Ended(claim.invocation(), FAILED), told, YOUNG);
        Step late = EventLife.apply(success.state(), happening, told, YOUNG);

        assertThat(success.commands()).contains(new Command.Tell(TELL, "Success", OK));
        assertThat(failure.commands()).contains(new Command.Tell(TELL, "RetriesExhausted", FAILED));
        assertThat(late.commands()).noneMatch(Command.Tell.class::isInstance);
    }

    @Test
    void anEndToldAfterTheLeaseRanOutIsKeptAndChangesNothing() {
        Claim second = claim(2);
        var state = new Running(0, 0, second);

        Step late = EventLife.apply(state, new Happening.Ended(claim.invocation(), OK), EventPolicy.DEFAULT, YOUNG);

        assertThat(late.state()).isEqualTo(state);
        assertThat(late.commands()).containsExactly(new Command.Keep(claim.invocation(), OK));
    }

    @Test
    void whatWasCancelledStaysCancelledWhateverItsAttemptBrings() {
        Step cancelled =
                EventLife.apply(new Running(0, 0, claim), new Happening.CancelAsked(), EventPolicy.DEFAULT, YOUNG);

        assertThat(cancelled.state()).isEqualTo(new Cancelled());
        assertThat(end(cancelled.state(), OK).state()).isEqualTo(new Cancelled());
    }

    @Test
    void aDeadLetterThatIsSentAgainHasAllItsRetries() {
        Step revived = EventLife.apply(
                new Dead(DeadReason.RETRIES_EXHAUSTED, ""),
                new Happening.RedriveAsked(),
                EventPolicy.DEFAULT,
                Duration.ofDays(3));

        assertThat(revived.state()).isEqualTo(new Waiting(0, 0));
    }

    @Property
    void whateverHappensAnEventCountsNoMoreFailuresThanItMayHaveAndNeverLeavesItsEnd(
            @ForAll("happenings") List<AttemptEnd> ends) {
        EventState state = new Waiting(0, 0);
        int failures = 0;
        for (AttemptEnd end : ends) {
            EventState before = state;
            Claim next = claim(1);
            state = EventLife.apply(state, new Happening.Claimed(next), EventPolicy.DEFAULT, YOUNG)
                    .state();
            if (end instanceof AttemptEnd.Lost) {
                state = EventLife.apply(state, new Happening.LeaseRanOut(), EventPolicy.DEFAULT, YOUNG)
                        .state();
            } else {
                state = EventLife.apply(state, new Happening.Ended(next.invocation(), end), EventPolicy.DEFAULT, YOUNG)
                        .state();
            }
            if (before instanceof Succeeded || before instanceof Dead) {
                assertThat(state).isEqualTo(before);
            } else if (end instanceof AttemptEnd.Failed) {
                failures++;
            }
            assertThat(state).isNotInstanceOf(Running.class);
        }
        assertThat(failures).isLessThanOrEqualTo(EventPolicy.DEFAULT.retries() + 1);
        assertThat(state instanceof Dead).isEqualTo(failures == EventPolicy.DEFAULT.retries() + 1);
    }

    @Provide
    Arbitrary<List<AttemptEnd>> happenings() {
        return Arbitraries.of(FAILED, REFUSED, OK, new AttemptEnd.Broken("ours"), new AttemptEnd.Lost())
                .list()
                .ofMaxSize(12);
    }

    private static Step end(EventState state, AttemptEnd end) {
        var invocation = state instanceof Running(var _, var _, var held) ? held.invocation() : InvocationId.next();
        return EventLife.apply(state, new Happening.Ended(invocation, end), EventPolicy.DEFAULT, YOUNG);
    }
}
