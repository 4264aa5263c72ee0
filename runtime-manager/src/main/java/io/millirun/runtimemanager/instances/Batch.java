package io.millirun.runtimemanager.instances;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What follows from one change of the fleet, collected under its lock and carried out after it. */
final class Batch {

    private final List<Runnable> steps = new ArrayList<>(2);
    private final Set<Instance> commanded = new LinkedHashSet<>(2);
    private final Effects effects;
    private final Fleet fleet;

    Batch(Effects effects, Fleet fleet) {
        this.effects = effects;
        this.fleet = fleet;
    }

    void add(Instance instance, InstanceCommand command) {
        instance.outbox().put(() -> effects.run(fleet, instance, command));
        commanded.add(instance);
    }

    void start(Instance instance) {
        steps.add(() -> effects.start(fleet, instance));
    }

    void initialised(Instance instance) {
        steps.add(() -> effects.initialised(instance));
    }

    void freezeLater(Instance instance) {
        steps.add(() -> effects.freezeLater(fleet, instance));
    }

    /** Tells a call that was let in how it ended. */
    void end(Call call, Supplier<CallEnd> end) {
        steps.add(() -> fleet.end(call, end.get()));
    }

    /** Tells a call that was not let in why. */
    void refuse(Call call, CallEnd.Reason reason, String message) {
        steps.add(() -> call.ended().accept(new CallEnd.Refused(reason, message)));
    }

    void run() {
        steps.forEach(Runnable::run);
        commanded.forEach(instance -> instance.outbox().carryOut());
    }
}
