package io.millirun.runtimemanager.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What follows from one change of the fleet, collected under its lock and carried out after it, in order. */
final class Batch {

    private final List<Runnable> steps = new ArrayList<>(4);
    private final Effects effects;
    private final Fleet fleet;

    Batch(Effects effects, Fleet fleet) {
        this.effects = effects;
        this.fleet = fleet;
    }

    void add(Instance instance, InstanceCommand command) {
        steps.add(() -> effects.run(fleet, instance, command));
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

    void end(Call call, Supplier<CallEnd> end) {
        steps.add(() -> {
            fleet.over(call);
            call.ended().accept(end.get());
        });
    }

    void refuse(Call call, CallEnd.Refused refusal) {
        steps.add(() -> call.ended().accept(refusal));
    }

    void run() {
        steps.forEach(Runnable::run);
    }
}
