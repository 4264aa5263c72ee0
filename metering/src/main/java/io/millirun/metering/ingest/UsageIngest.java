package io.millirun.metering.ingest;

import io.millirun.metering.MeteringProperties;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.spool.SpoolBatch;
import io.millirun.metering.spool.SpoolPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Takes batches of a spool into PostgreSQL, each in one transaction together with the spool's new position. */
@Component
class UsageIngest {

    private final DataSource worker;
    private final Clock clock;
    private final MeteringProperties settings;
    private final Partitions partitions;

    UsageIngest(@Qualifier("worker") DataSource worker, Clock clock, MeteringProperties settings) {
        this.worker = worker;
        this.clock = clock;
        this.settings = settings;
        this.partitions = new Partitions(worker);
    }

    /** How far {@code spool} was taken in; its start if never. */
    SpoolPosition position(UUID spool) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement select = connection.prepareStatement(
                        "select segment, \"offset\" from metering.spool_position where spool = ?")) {
            select.setObject(1, spool);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new SpoolPosition(rows.getLong(1), rows.getLong(2)) : SpoolPosition.START;
            }
        }
    }

    /** Takes in a whole batch or, when this throws, perhaps nothing of it: then the same batch may be tried again. */
    IngestResult ingest(UUID spool, String node, SpoolBatch batch) throws SQLException {
        AcceptedDays days = AcceptedDays.on(LocalDate.now(clock), settings.retention());
        List<UsageRecord> accepted = new ArrayList<>(batch.records().size());
        List<RefusedUsage> refused = new ArrayList<>();
        for (UsageRecord usage : batch.records()) {
            Optional<Refusal> refusal = days.refusal(usage);
            if (refusal.isPresent()) {
                refused.add(RefusedUsage.of(usage, refusal.get()));
            } else {
                accepted.add(usage);
            }
        }
        if (batch.unreadable() > 0) {
            refused.add(RefusedUsage.unreadable(spool, batch, node));
        }
        partitions.create(new TreeSet<>(accepted.stream().map(AcceptedDays::of).toList()));
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try {
                IngestResult result = write(accepted, refused, connection);
                move(spool, node, batch.next(), connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                partitions.forget();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private IngestResult write(List<UsageRecord> accepted, List<RefusedUsage> refused, Connection connection)
            throws SQLException {
        StagedUsage staged = new StagedUsage(connection);
        int inserted = staged.take(accepted);
        refused.addAll(staged.refused());
        RefusedUsage.insert(refused, clock.instant(), connection);
        return new IngestResult(
                inserted,
                accepted.size() - inserted - staged.refused().size(),
                refused.stream().map(RefusedUsage::reason).toList());
    }

    private void move(UUID spool, String node, SpoolPosition to, Connection connection) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement("""
                insert into metering.spool_position as p (spool, node, segment, "offset", shipped_at)
                values (?, ?, ?, ?, ?)
                on conflict (spool) do update
                set node = excluded.node, segment = excluded.segment, "offset" = excluded."offset",
                    shipped_at = excluded.shipped_at
                where (p.segment, p."offset") < (excluded.segment, excluded."offset")""")) {
            move.setObject(1, spool);
            move.setString(2, node);
            move.setLong(3, to.segment());
            move.setLong(4, to.offset());
            move.setObject(5, clock.instant().atOffset(java.time.ZoneOffset.UTC));
            move.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = worker.getConnection();
        try (Statement limit = connection.createStatement()) {
            long millis = settings.shipping().timeout().toMillis();
            // The server gives up first; the network's limit is for a server that is gone.
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(millis + 5_000));
            limit.execute("set statement_timeout = " + millis);
            return connection;
        } catch (SQLException failed) {
            try (connection) {
                throw failed;
            }
        }
    }
}
