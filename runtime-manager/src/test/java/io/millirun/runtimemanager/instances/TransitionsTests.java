package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.InstanceCommand.Abandon;
import io.millirun.runtimemanager.instances.InstanceCommand.Deliver;
import io.millirun.runtimemanager.instances.InstanceCommand.ExplainExit;
import io.millirun.runtimemanager.instances.InstanceCommand.Freeze;
import io.millirun.runtimemanager.instances.InstanceCommand.Remove;
import io.millirun.runtimemanager.instances.InstanceCommand.SendAssignment;
import io.millirun.runtimemanager.instances.InstanceCommand.Thaw;
import io.millirun.runtimemanager.instances.InstanceEvent.Answered;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForAssignment;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForCall;
import io.millirun.runtimemanager.instances.InstanceEvent.Assigned;
import io.millirun.runtimemanager.instances.InstanceEvent.Exited;
import io.millirun.runtimemanager.instances.InstanceEvent.FreezeDue;
import io.millirun.runtimemanager.instances.InstanceEvent.Given;
import io.millirun.runtimemanager.instances.InstanceEvent.Retired;
import io.millirun.runtimemanager.instances.InstanceEvent.Stopped;
import io.millirun.runtimemanager.instances.InstanceState.Busy;
import io.millirun.runtimemanager.instances.InstanceState.Draining;
import io.millirun.runtimemanager.instances.InstanceState.Frozen;
import io.millirun.runtimemanager.instances.InstanceState.Idle;
import io.millirun.runtimemanager.instances.InstanceState.Lost;
import io.millirun.runtimemanager.instances.InstanceState.Removing;
import io.millirun.runtimemanager.instances.InstanceState.Returning;
import io.millirun.runtimemanager.instances.InstanceState.Specialising;
import io.millirun.runtimemanager.instances.InstanceState.Starting;
import io.millirun.runtimemanager.instances.InstanceState.Stem;
import io.millirun.runtimemanager.instances.Transitions.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every event: the moves that are meant, and that every other event changes nothing. */
class TransitionsTests {

    private static final long THEN = 100;
    static final long NOW = 200;
    private static final FunctionVersion VERSION = Versions.of(TenantId.next(), "f");
    private static final Call CALL = Versions.call(VERSION, THEN, _ -> {});
    private static final Call OTHER = Versions.call(VERSION, THEN, _ -> {});
    private static final Retirement WHY = Retirement.EVICTED;

    static final List<InstanceState> STATES = List.of(
            new Starting(THEN),
            new Stem(THEN),
            new Specialising(VERSION, THEN),
            new Idle(VERSION, THEN),
            new Busy(VERSION, CALL, THEN),
            new Returning(VERSION, THEN),
            new Frozen(VERSION, THEN),
            new Draining(VERSION, CALL, THEN),
            new Removing(WHY),
            new Lost());

    static final List<InstanceEvent> EVENTS = List.of(
            new AskedForAssignment(),
            new Assigned(VERSION),
            new AskedForCall(),
            new Given(OTHER),
            new Answered(CALL.id()),
            new Answered(InvocationId.next()),
            new FreezeDue(),
            new Retired(WHY),
            new Stopped(WHY),
            new Exited());

    private static final Map<List<Object>, Step> MOVES = moves();

    private static Map<List<Object>, Step> moves() {
        Map<List<Object>, Step> moves = new HashMap<>();
        Remove remove = new Remove();
        Answered answered = new Answered(CALL.id());
        put(moves, STATES.get(0), new AskedForAssignment(), new Stem(NOW));
        put(moves, STATES.get(1), new Assigned(VERSION), new Specialising(VERSION, NOW), new SendAssignment(VERSION));
        put(moves, STATES.get(2), new AskedForCall(), new Idle(VERSION, NOW));
        put(moves, STATES.get(3), new Given(OTHER), new Busy(VERSION, OTHER, NOW), new Deliver(OTHER));
        put(moves, STATES.get(3), new FreezeDue(), new Frozen(VERSION, NOW), new Freeze());
        put(moves, STATES.get(4), answered, new Returning(VERSION, NOW));
        put(moves, STATES.get(4), new Retired(WHY), new Draining(VERSION, CALL, THEN));
        put(moves, STATES.get(4), new Stopped(WHY), new Removing(WHY), new Abandon(CALL, WHY), remove);
        put(moves, STATES.get(4), new Exited(), new Lost(), new ExplainExit(CALL), remove);
        put(moves, STATES.get(5), new AskedForCall(), new Idle(VERSION, NOW));
        put(moves, STATES.get(6), new Given(OTHER), new Busy(VERSION, OTHER, NOW), new Thaw(), new Deliver(OTHER));
        put(moves, STATES.get(6), new Retired(WHY), new Removing(WHY), new Thaw(), remove);
        put(moves, STATES.get(6), new Stopped(WHY), new Removing(WHY), new Thaw(), remove);
        put(moves, STATES.get(6), new Exited(), new Lost(), remove);
        put(moves, STATES.get(7), answered, new Removing(Retirement.SUPERSEDED), remove);
        put(moves, STATES.get(7), new Stopped(WHY), new Removing(WHY), new Abandon(CALL, WHY), remove);
        put(moves, STATES.get(7), new Exited(), new Lost(), new ExplainExit(CALL), remove);
        for (int plain : new int[] {0, 1, 2, 3, 5}) {
            put(moves, STATES.get(plain), new Retired(WHY), new Removing(WHY), remove);
            put(moves, STATES.get(plain), new Stopped(WHY), new Removing(WHY), remove);
            put(moves, STATES.get(plain), new Exited(), new Lost(), remove);
        }
        return moves;
    }

    private static void put(
            Map<List<Object>, Step> moves,
            InstanceState state,
            InstanceEvent event,
            InstanceState next,
            InstanceCommand... commands) {
        moves.put(List.of(state, event), new Step(next, List.of(commands)));
    }

    static Stream<List<Object>> everyStateWithEveryEvent() {
        return STATES.stream().flatMap(state -> EVENTS.stream().map(event -> List.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("everyStateWithEveryEvent")
    void movesAsMeantOrNotAtAll(List<Object> pair) {
        InstanceState state = (InstanceState) pair.get(0);
        InstanceEvent event = (InstanceEvent) pair.get(1);

        Step step = Transitions.apply(state, event, NOW);

        assertThat(step).isEqualTo(MOVES.getOrDefault(pair, new Step(state, List.of())));
    }
}
