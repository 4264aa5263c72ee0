package io.millirun.portal.database;

/** The PostgreSQL server in use: the operator's, or one that belongs to this process and ends with it. */
interface DatabaseServer extends AutoCloseable {

    /** Where it is reached. */
    DatabaseAddress address();

    /** What the start-up log says of it. */
    String description();

    @Override
    void close();

    /** A server that the operator runs. */
    record External(DatabaseAddress address) implements DatabaseServer {

        @Override
        public String description() {
            return "PostgreSQL as configured";
        }

        @Override
        public void close() {
            // Not ours to stop.
        }
    }
}
