package io.millirun.runtimemanager.instances;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The commands of one instance, carried out one after another in the order in which its states changed, whichever threads
 * changed them: a freeze that was decided before a thaw must not be written after it.
 */
final class Outbox {

    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger missed = new AtomicInteger();

    /** Adds a command; called under the fleet's lock, so that the order is that of the states. */
    void put(Runnable command) {
        commands.add(command);
    }

    /** Carries out what is there, unless another thread is doing so and sees to it. */
    void carryOut() {
        if (missed.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
            seen = missed.addAndGet(-seen);
        }
    }
}
