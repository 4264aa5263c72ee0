package io.millirun.runtimemanager.instances;

/** Decides, from numbers alone, what becomes of a call that has just come in, and how a function gets an instance. */
final class Placement {

    private Placement() {}

    /** What to do with a call. */
    enum Choice {
        /** Give it to an instance that waits unfrozen. */
        USE_IDLE,
        /** Thaw an instance and give it the call. */
        THAW,
        /** Let it wait: enough instances are on their way. */
        WAIT,
        /** Let it wait, and ask for one more instance. */
        WAIT_AND_GROW,
        /** Refuse it: the function's reserved concurrency is used up. */
        REFUSE_FUNCTION,
        /** Refuse it: the organization's concurrency is used up. */
        REFUSE_ORGANIZATION,
        /** Refuse it: too many calls wait already. */
        REFUSE_QUEUE,
        /** Refuse it: this replica is smaller than the function. */
        REFUSE_SIZE
    }

    /** Which of a version's instances wait for a call. */
    enum Waiting {
        NONE,
        IDLE,
        FROZEN
    }

    /**
     * What the choice depends on.
     *
     * @param verdict what the limits say
     * @param instances whether an instance of the version waits for a call
     * @param needMb memory that the choice of that instance adds to what counts
     * @param spareMb memory that may be added for this call
     * @param waiting calls of the version that wait for an instance
     * @param onTheWay instances of the version that are being prepared
     * @param sizeMb memory size of the version
     * @param boundMb all memory there is
     */
    record Situation(
            Concurrency.Verdict verdict,
            Waiting instances,
            int needMb,
            int spareMb,
            int waiting,
            int onTheWay,
            int sizeMb,
            int boundMb) {}

    static Choice choose(Situation now, int queuePerFunction) {
        return switch (now.verdict()) {
            case FUNCTION_FULL -> Choice.REFUSE_FUNCTION;
            case ORGANIZATION_FULL -> Choice.REFUSE_ORGANIZATION;
            case LET_IN -> now.sizeMb() > now.boundMb() ? Choice.REFUSE_SIZE : place(now, queuePerFunction);
        };
    }

    private static Choice place(Situation now, int queuePerFunction) {
        return switch (now.instances()) {
            case IDLE -> Choice.USE_IDLE;
            case FROZEN -> now.needMb() <= now.spareMb() ? Choice.THAW : queue(now, queuePerFunction);
            case NONE -> queue(now, queuePerFunction);
        };
    }

    private static Choice queue(Situation now, int queuePerFunction) {
        if (now.waiting() >= queuePerFunction) {
            return Choice.REFUSE_QUEUE;
        }
        return now.waiting() < now.onTheWay() ? Choice.WAIT : Choice.WAIT_AND_GROW;
    }

    /** How a function that asks for an instance gets one. */
    enum Supply {
        /** It needs none any more. */
        NOT_NEEDED,
        /** Thaw one of its own. */
        THAW,
        /** Specialise a stem of its memory class. */
        SPECIALISE,
        /** Specialise a stem of another class, in which the language starts afresh. */
        SPECIALISE_OTHER,
        /** Wait until a container has started. */
        START,
        /** Wait until memory is free. */
        MAKE_ROOM
    }

    /**
     * What the supply depends on.
     *
     * @param waiting calls of the function that wait
     * @param instances whether one of its instances waits after all
     * @param thawMb memory that this instance adds when it is thawed
     * @param exactStem whether a stem of its memory class is ready
     * @param otherStem whether a stem of another class is ready
     * @param specialiseMb memory that a stem adds when it is specialised
     * @param spareMb memory that may be added for this function
     */
    record Demand(
            int waiting,
            Waiting instances,
            int thawMb,
            boolean exactStem,
            boolean otherStem,
            int specialiseMb,
            int spareMb) {}

    static Supply supply(Demand demand) {
        if (demand.waiting() == 0) {
            return Supply.NOT_NEEDED;
        }
        if (demand.instances() != Waiting.NONE) {
            return demand.thawMb() <= demand.spareMb() ? Supply.THAW : Supply.MAKE_ROOM;
        }
        if (demand.specialiseMb() > demand.spareMb()) {
            return Supply.MAKE_ROOM;
        }
        if (demand.exactStem()) {
            return Supply.SPECIALISE;
        }
        return demand.otherStem() ? Supply.SPECIALISE_OTHER : Supply.START;
    }
}
