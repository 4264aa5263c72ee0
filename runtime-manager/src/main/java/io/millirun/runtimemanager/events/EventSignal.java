package io.millirun.runtimemanager.events;

/** Tells this process's worker, if it has one, that there are new events. */
final class EventSignal {

    private volatile Runnable listener = () -> {};

    /** Who is told from now on. */
    void to(Runnable worker) {
        listener = worker;
    }

    void give() {
        listener.run();
    }
}
