package io.millirun.metering.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Makes the partitions of the raw records' days before the first record of a day arrives. */
final class Partitions {

    private final DataSource worker;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    Partitions(DataSource worker) {
        this.worker = worker;
    }

    /** Returns when each of {@code days} has its partition. */
    void create(SortedSet<LocalDate> days) throws SQLException {
        for (LocalDate day : days) {
            if (!known.contains(day)) {
                create(day);
                known.add(day);
            }
        }
    }

    private void create(LocalDate day) throws SQLException {
        try (Connection connection = worker.getConnection();
                PreparedStatement create = connection.prepareStatement("select metering.create_usage_partition(?)")) {
            create.setObject(1, day);
            create.execute();
        }
    }

    /** Looks again next time: another process may have dropped some. */
    void forget() {
        known.clear();
    }
}
