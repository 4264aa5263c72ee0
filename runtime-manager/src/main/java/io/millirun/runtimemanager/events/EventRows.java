package io.millirun.runtimemanager.events;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns of many rows, sent to PostgreSQL as one array each: a statement for a batch instead of one for each row. */
final class EventRows {

    private final String[] types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /** @param types PostgreSQL's names of the columns' types, in the order of the statement's parameters */
    EventRows(String... types) {
        this.types = types.clone();
        for (int column = 0; column < types.length; column++) {
            columns.add(new ArrayList<>());
        }
    }

    /** Adds a row; instants go as epoch microseconds into columns of type int8. */
    void add(@Nullable Object... values) {
        for (int column = 0; column < types.length; column++) {
            columns.get(column).add(values[column] instanceof Instant at ? micros(at) : values[column]);
        }
    }

    boolean isEmpty() {
        return columns.getFirst().isEmpty();
    }

    int size() {
        return columns.getFirst().size();
    }

    /** Sets the arrays as the statement's parameters from {@code first} on, and returns the index after them. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        Connection connection = statement.getConnection();
        for (int column = 0; column < types.length; column++) {
            statement.setArray(first + column, array(connection, types[column], columns.get(column)));
        }
        return first + types.length;
    }

    private static Array array(Connection connection, String type, List<@Nullable Object> values) throws SQLException {
        return switch (type) {
            case "uuid" -> connection.createArrayOf("uuid", values.toArray(UUID[]::new));
            case "bytea" -> connection.createArrayOf("bytea", values.toArray(byte[][]::new));
            case "int4" -> connection.createArrayOf("int4", values.toArray(Integer[]::new));
            case "int8" -> connection.createArrayOf("int8", values.toArray(Long[]::new));
            default -> connection.createArrayOf("text", values.toArray(String[]::new));
        };
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }
}
