package io.millirun.runtimemanager.instances;

/**
 * Keeps a part of the memory for those who have nothing yet: whoever already runs something leaves it free, so that one
 * function that takes all it can get does not keep another organization's first call waiting, and a function that calls
 * another of its own organization finds room for it. Pure.
 */
final class Headroom {

    /** One part of this many of all memory is kept. */
    private static final int PARTS = 8;

    private Headroom() {}

    /** Who wants memory. */
    enum Asker {
        /** An organization of which nothing runs. */
        NEW_ORGANIZATION,
        /** A function of which nothing runs, of an organization that has others running. */
        NEW_FUNCTION,
        /** Somebody who wants more of what already runs. */
        MORE
    }

    static Asker asker(int organizationsMb, int functionsInstances) {
        if (organizationsMb == 0) {
            return Asker.NEW_ORGANIZATION;
        }
        return functionsInstances == 0 ? Asker.NEW_FUNCTION : Asker.MORE;
    }

    /** Megabytes that {@code asker} has to leave free, of {@code boundMb}. */
    static int toLeaveMb(Asker asker, int boundMb) {
        int kept = boundMb / PARTS;
        return switch (asker) {
            case NEW_ORGANIZATION -> 0;
            case NEW_FUNCTION -> kept / 2;
            case MORE -> kept;
        };
    }

    /** Whether an instance goes to another organization after its call, although its own has more calls waiting. */
    static boolean yields(int ownMb, int organizations, int boundMb) {
        return ownMb > boundMb / Math.max(1, organizations);
    }
}
