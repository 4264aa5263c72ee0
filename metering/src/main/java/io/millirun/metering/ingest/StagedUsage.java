package io.millirun.metering.ingest;

import io.millirun.metering.UsageRecord;
import io.millirun.metering.ledger.MonthClose;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction's way from the staging table into raw records and their sums. The unique constraint decides what is
 * new, and only what is new is summed.
 */
final class StagedUsage {

    private static final String CREATE = """
            create temporary table if not exists usage_staging (
              ordinal integer not null,
              like metering.usage_record
            ) on commit delete rows""";

    /** Whoever closes a month waits for this transaction; it does not begin to read before a close is through. */
    private static final String OPEN_MONTHS_STAY =
            "select pg_advisory_xact_lock_shared(hashtext('" + MonthClose.LOCK + "'))";

    private static final String COLUMNS =
            UsageCopy.COLUMNS.substring(UsageCopy.COLUMNS.indexOf(',') + 1).strip();

    private static final String TAKE = """
            with inserted as (
              insert into metering.usage_record (%1$s, late_in)
              select %1$s, case when day < open_month then open_month end
              from pg_temp.usage_staging, (
                select coalesce(max(month) + interval '1 month', '-infinity')::date as open_month
                from metering.closed_month) open
              order by ordinal
              on conflict (day, id) do nothing
              returning *
            ), by_hour as (
              %2$s
            ), by_day as (
              %3$s
            ), late as (
              %4$s
            )
            select count(*) from inserted""".formatted(
            COLUMNS,
            UsageSums.into(
                    "metering.usage_hour",
                    "inserted",
                    "tenant_id, hour, function_id, function_version",
                    "tenant_id, date_trunc('hour', uuid_extract_timestamp(id), 'UTC'), function_id,"
                            + " function_version"),
            UsageSums.into(
                    "metering.usage_day", "inserted", "tenant_id, day, function_id", "tenant_id, day, function_id"),
            UsageSums.into(
                    "metering.late_usage",
                    "inserted where late_in is not null",
                    "tenant_id, late_in, hour, function_id",
                    "tenant_id, late_in, date_trunc('hour', uuid_extract_timestamp(id), 'UTC'), function_id"));

    private static final String CONFLICTS = """
            select s.ordinal from pg_temp.usage_staging s
            join metering.usage_record r on r.day = s.day and r.id = s.id and r.day between ? and ?
            where (%s) is distinct from (%s)
            order by s.ordinal""".formatted(prefixed("s."), prefixed("r."));

    private final Connection connection;
    private final List<RefusedUsage> refused = new ArrayList<>();

    StagedUsage(Connection connection) {
        this.connection = connection;
    }

    private static String prefixed(String alias) {
        return alias + COLUMNS.replace(", ", ", " + alias);
    }

    /** What {@link #take} has set aside. */
    List<RefusedUsage> refused() {
        return List.copyOf(refused);
    }

    /** Takes in what is new of {@code records} and returns how many that were. */
    int take(List<UsageRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return 0;
        }
        execute(CREATE);
        execute(OPEN_MONTHS_STAY);
        return takeOrSplit(records);
    }

    /** A value that the database refuses must not hold up the others: the batch is halved until it is found. */
    private int takeOrSplit(List<UsageRecord> records) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            int inserted = takeAll(records);
            connection.releaseSavepoint(before);
            return inserted;
        } catch (SQLException failed) {
            if (!isAboutData(failed)) {
                throw failed;
            }
            connection.rollback(before);
            if (records.size() == 1) {
                refused.add(RefusedUsage.of(records.getFirst(), Refusal.INVALID));
                return 0;
            }
            int half = records.size() / 2;
            int left = takeOrSplit(records.subList(0, half));
            execute("delete from pg_temp.usage_staging");
            return left + takeOrSplit(records.subList(half, records.size()));
        }
    }

    /** SQLSTATE classes 22 (data exception) and 23 (constraint violation). */
    private static boolean isAboutData(SQLException failed) {
        String state = failed.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private int takeAll(List<UsageRecord> records) throws SQLException {
        UsageCopy.into("pg_temp.usage_staging", records, connection);
        try (Statement take = connection.createStatement();
                ResultSet rows = take.executeQuery(TAKE)) {
            rows.next();
            int inserted = rows.getInt(1);
            if (inserted < records.size()) {
                findConflicts(records);
            }
            return inserted;
        }
    }

    private void findConflicts(List<UsageRecord> records) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CONFLICTS)) {
            List<LocalDate> days =
                    records.stream().map(AcceptedDays::of).distinct().sorted().toList();
            select.setObject(1, days.getFirst());
            select.setObject(2, days.getLast());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    refused.add(RefusedUsage.of(records.get(rows.getInt(1)), Refusal.CONFLICT));
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
