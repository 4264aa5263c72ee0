package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd.Broken;
import io.millirun.runtimemanager.instances.CallEnd.Failed;
import io.millirun.runtimemanager.instances.CallEnd.Refused;
import io.millirun.runtimemanager.instances.FakeEngine.FakePoll;
import io.millirun.runtimemanager.instances.InstanceEvent.Exited;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** The fleet with a hand-driven engine, clock and runtimes. */
class FleetTests {

    private static final FleetSettings SETTINGS = new FleetSettings(
            new StemSettings(1, 4, new MemorySize(128), 25, Duration.ZERO, Duration.ofSeconds(1)),
            2,
            1_024,
            2,
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            1_024);

    private final FakeEngine engine = new FakeEngine();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final TenantId tenant = TenantId.next();
    private final List<CallEnd> ends = new ArrayList<>();
    private boolean engineHangs;
    private long now = 1;
    private Instant wall = Instant.parse("2026-11-25T00:00:00Z");
    private final Fleet fleet = Fleet.of(
            SETTINGS,
            engine,
            FakeEngine.source(),
            ConcurrencyLimits.ofEveryOrganization(3),
            work -> {
                if (!engineHangs) {
                    work.run();
                }
            },
            (delay, task) -> alarms.add(new Alarm(now + delay.toNanos(), task)),
            () -> wall,
            () -> now);

    private record Alarm(long at, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.compare(at, other.at);
        }
    }

    @Test
    void stemsAreStartedBeforeAnyCall() {
        fleet.tick();

        assertThat(engine.started).hasSize(1);
        assertThat(fleet.census()).containsEntry("Starting", 1L);
    }

    @Test
    void aCallTakesAStemAndAnotherIsStarted() {
        Instance stem = stem();
        FakePoll assignment = park(stem);

        fleet.submit(call(version("f")));

        assertThat(assignment.answers).hasSize(1);
        fleet.tick();
        assertThat(engine.started).as("nothing starts beside an init").hasSize(1);
        FakePoll next = next(stem);
        assertThat(next.answers).hasSize(1);
        assertThat(engine.done).doesNotContain("cpu 128");
        advance(Duration.ofMillis(101));
        assertThat(engine.done).contains("cpu 128");
        answer(stem);
        assertThat(ends).singleElement().isInstanceOf(CallEnd.Answered.class);
        assertThat(fleet.callsInFlight()).isZero();
        fleet.tick();
        assertThat(engine.started).hasSize(2);
    }

    @Test
    void theInstanceIsFrozenAfterAWhileAndThawedForTheNextCall() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);

        advance(Duration.ofMillis(49));
        assertThat(engine.done).doesNotContain("freeze");
        advance(Duration.ofMillis(2));
        assertThat(engine.done).contains("freeze");
        assertThat(fleet.frozen(version.revision())).isEqualTo(1);

        fleet.submit(call(version));

        assertThat(engine.done).endsWith("thaw", "reset");
        answer(instance);
        assertThat(ends).hasSize(2);
    }

    @Test
    void idlenessCountsFromTheLastCallAndAbusyInstanceIsNotRemoved() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        fleet.submit(call(version));

        advance(Duration.ofSeconds(2));
        fleet.tick();
        assertThat(engine.removed).doesNotContain(instance.id().token());

        answer(instance);
        next(instance);
        advance(Duration.ofSeconds(59));
        fleet.tick();
        assertThat(engine.removed).doesNotContain(instance.id().token());
        advance(Duration.ofSeconds(2));
        fleet.tick();
        assertThat(engine.removed).contains(instance.id().token());
    }

    @Test
    void aCallThatRunsOutOfTimeEndsOnceAndItsInstanceGoes() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        fleet.submit(call(version));

        advance(Duration.ofSeconds(4));

        assertThat(ends).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(failed.payload().toString()).contains("Task timed out after 3.00 seconds");
        });
        assertThat(answer(instance)).isFalse();
        assertThat(ends).hasSize(1);
        assertThat(engine.removed).contains(instance.id().token());
    }

    @Test
    void anInstanceThatDiesUnderACallEndsItWithTheReason() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        engine.ending = new InstanceDriver.Ending(137, true, false);
        fleet.submit(call(version));

        fleet.tell(instance, new Exited());
        fleet.tell(instance, new Exited());

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.outcome()).isEqualTo(Outcome.OUT_OF_MEMORY));
    }

    @Test
    void anInstanceKilledFromOutsideIsOurFault() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        engine.ending = new InstanceDriver.Ending(137, false, true);
        fleet.submit(call(version));

        fleet.tell(instance, new Exited());

        assertThat(ends).singleElement().isInstanceOf(Broken.class);
    }

    @Test
    void anInstanceThatDiesInItsInitFailsOneCallAndTheNextGetsAnother() {
        FunctionVersion version = version("f");
        Instance first = stem();
        park(first);
        fleet.submit(call(version));
        fleet.submit(call(version));

        fleet.tell(first, new Exited());

        assertThat(ends).singleElement().isInstanceOf(Failed.class);
        Instance second = started(1);
        park(second);
        next(second);
        answer(second);
        assertThat(ends).hasSize(2);
        assertThat(ends.get(1)).isInstanceOf(CallEnd.Answered.class);
    }

    @Test
    void aTenantBeyondItsConcurrencyIsThrottledAndOthersAreNot() {
        FunctionVersion version = version("f");
        idle(version);
        ends.clear();
        fleet.submit(call(version));
        fleet.submit(call(version));
        fleet.submit(call(version));

        fleet.submit(call(version));

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(CallEnd.Reason.THROTTLED));
        fleet.submit(call(Versions.of(TenantId.next(), "g")));
        assertThat(ends).hasSize(1);
        assertThat(fleet.callsInFlight()).isEqualTo(4);
    }

    @Test
    void aCallThatWaitsTooLongIsRefused() {
        engine.refusing = true;
        fleet.submit(call(version("f")));

        advance(Duration.ofSeconds(6));
        fleet.tick();

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(CallEnd.Reason.UNAVAILABLE));
        assertThat(fleet.callsInFlight()).isZero();
    }

    @Test
    void aSupersededRevisionFinishesItsCallAndGoes() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        fleet.submit(call(version));

        fleet.supersede(version.revision());

        assertThat(engine.removed).isEmpty();
        assertThat(answer(instance)).isTrue();
        assertThat(ends).singleElement().isInstanceOf(CallEnd.Answered.class);
        assertThat(engine.removed).containsExactly(instance.id().token());
        assertThat(fleet.revisions()).isEmpty();
    }

    @Test
    void memoryIsReservedBeforeAnythingStarts() {
        FunctionVersion version = version("f");
        for (int n = 0; n < 7; n++) {
            idle(Versions.of(TenantId.next(), "f" + n));
        }
        int before = engine.started.size();

        fleet.submit(call(version));
        fleet.tick();

        int counted = engine.started.size() - engine.removed.size();
        assertThat(counted * 128).isLessThanOrEqualTo(1_024 + 128);
        assertThat(engine.removed).isNotEmpty();
        assertThat(engine.started.size()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void whoeverHasInstancesLeavesRoomForAnotherOrganizationsFirstCall() {
        FunctionVersion hungry = version("hungry").sized(new MemorySize(512));
        Instance first = stem();
        park(first);
        fleet.submit(call(hungry));
        next(first);
        advance(Duration.ofSeconds(2));
        Instance second = stem();
        FakePoll hogs = park(second);
        fleet.submit(call(hungry));
        assertThat(second).isNotEqualTo(first);
        assertThat(hogs.answers).isEmpty();

        fleet.submit(call(Versions.of(TenantId.next(), "guest")));

        assertThat(hogs.answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        FunctionVersion.class,
                        guest -> assertThat(guest.tenant()).isNotEqualTo(tenant));
    }

    @Test
    void aFunctionThatCallsAnotherOfItsOrganizationFindsRoomWhenItsOwnKindHasTakenWhatItMay() {
        FunctionVersion outer = version("outer").sized(new MemorySize(768));
        Instance first = stem();
        park(first);
        fleet.submit(call(outer));
        next(first);
        assertThat(first.runningCall()).isPresent();
        advance(Duration.ofSeconds(2));
        Instance second = stem();
        FakePoll poll = park(second);
        assertThat(second).isNotEqualTo(first);

        fleet.submit(call(version("inner")));

        assertThat(poll.answers).hasSize(1);
    }

    @Test
    void aFunctionLargerThanThisMachineIsRefusedAtOnce() {
        fleet.submit(call(version("huge").sized(new MemorySize(2_048))));

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(CallEnd.Reason.UNAVAILABLE));
    }

    @Test
    void aWallClockThatJumpsEndsNoCallAndChangesNoDuration() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        fleet.submit(call(version));

        wall = wall.plus(Duration.ofHours(5));
        fleet.tick();
        advance(Duration.ofMillis(1_500));
        wall = wall.minus(Duration.ofHours(10));
        fleet.tick();
        assertThat(ends).isEmpty();
        assertThat(answer(instance)).isTrue();

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        CallEnd.Answered.class,
                        answered -> assertThat(answered.run().durationMicros()).isBetween(1_500_000L, 1_500_100L));
    }

    @Test
    void aStemOfTheRightClassIsKeptForWhoWantedOneLately() {
        FunctionVersion large = version("large").sized(new MemorySize(512));
        Instance first = stem();
        park(first);
        fleet.submit(call(large));
        next(first);
        answer(first);
        next(first);

        for (int n = 0; n < 30; n++) {
            advance(Duration.ofMillis(200));
            fleet.tick();
            engine.started.stream()
                    .flatMap(spec -> fleet.find(spec.id().token()).stream())
                    .filter(instance -> instance.state() instanceof InstanceState.Starting)
                    .forEach(this::park);
        }

        assertThat(engine.started)
                .filteredOn(spec -> spec.memory().megabytes() == 512)
                .hasSize(1);
    }

    @Test
    void anEngineThatOwesAnAnswerIsNamedToWhoeverWaitsInVain() {
        engineHangs = true;
        fleet.tick();
        advance(Duration.ofSeconds(8));

        fleet.submit(call(version("f")));
        advance(Duration.ofSeconds(6));
        fleet.tick();

        assertThat(ends).singleElement().isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(CallEnd.Reason.UNAVAILABLE);
            assertThat(refused.message()).contains("the container engine does not answer");
        });
    }

    @Test
    void aCommandThatFailsEndsTheCallAndTheInstance() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        ends.clear();
        engine.brokenKernel = true;

        fleet.submit(call(version));

        assertThat(ends).singleElement().isInstanceOf(Broken.class);
        assertThat(engine.removed).contains(instance.id().token());
        assertThat(fleet.callsInFlight()).isZero();
    }

    @Test
    void aContainerThatTheEngineDoesNotRemoveNowIsRemovedLater() {
        FunctionVersion version = version("f");
        Instance instance = idle(version);
        engine.refusing = true;

        fleet.supersede(version.revision());
        assertThat(engine.removed).isEmpty();
        assertThat(fleet.census()).containsEntry("Removing", 1L);
        engine.refusing = false;
        advance(Duration.ofSeconds(3));

        assertThat(engine.removed).contains(instance.id().token());
        assertThat(fleet.census()).doesNotContainKey("Removing");
    }

    private FunctionVersion version(String name) {
        return Versions.of(tenant, name);
    }

    private Call call(FunctionVersion version) {
        return Versions.call(version, now, ends::add);
    }

    /** The instance of the container that was started as number {@code index}. */
    private Instance started(int index) {
        return fleet.find(engine.started.get(index).id().token()).orElseThrow();
    }

    private Instance stem() {
        fleet.tick();
        return started(engine.started.size() - 1);
    }

    private FakePoll park(Instance stem) {
        var poll = new FakePoll();
        fleet.askedForAssignment(stem, poll);
        return poll;
    }

    private FakePoll next(Instance instance) {
        var poll = new FakePoll();
        now++;
        fleet.askedForCall(instance, poll);
        return poll;
    }

    /** An instance of {@code version} that has run one call and waits. */
    private Instance idle(FunctionVersion version) {
        Instance stem = stem();
        park(stem);
        fleet.submit(call(version));
        next(stem);
        answer(stem);
        next(stem);
        assertThat(stem.state()).isInstanceOf(InstanceState.Idle.class);
        return stem;
    }

    private boolean answer(Instance instance) {
        now++;
        return switch (instance.state()) {
            case InstanceState.Busy(var _, var call, var _) -> answer(instance, call);
            case InstanceState.Draining(var _, var call, var _) -> answer(instance, call);
            default -> false;
        };
    }

    private boolean answer(Instance instance, Call call) {
        return fleet.answered(
                instance,
                call.id(),
                (i, c) -> new CallEnd.Answered(fleet.measurement().of(i, c), Buffer.buffer("1"), "application/json"));
    }

    private void advance(Duration by) {
        long until = now + by.toNanos();
        while (!alarms.isEmpty() && alarms.peek().at() <= until) {
            Alarm alarm = alarms.remove();
            now = Math.max(now, alarm.at());
            alarm.task().run();
        }
        now = until;
    }
}
