package io.millirun.billing.suspension;

import io.millirun.billing.suspension.Standing.Exempt;
import io.millirun.billing.suspension.Standing.Good;
import io.millirun.billing.suspension.Standing.ReadOnly;
import io.millirun.billing.suspension.Standing.Reminded;
import io.millirun.billing.suspension.Standing.Stopped;
import io.millirun.billing.suspension.Standing.Warned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** PaymentStandings as rows. */
final class StandingRows {

    private StandingRows() {}

    static String name(Standing standing) {
        return switch (standing) {
            case Good _ -> "good";
            case Reminded _ -> "reminded";
            case Warned _ -> "warned";
            case ReadOnly _ -> "read_only";
            case Stopped _ -> "stopped";
            case Exempt _ -> "exempt";
        };
    }

    /** When it began; for an exemption, when it ends. */
    static Instant at(Standing standing, Instant now) {
        return switch (standing) {
            case Good _ -> now;
            case Reminded(Instant at) -> at;
            case Warned(Instant at) -> at;
            case ReadOnly(Instant at) -> at;
            case Stopped(Instant at) -> at;
            case Exempt(Instant until) -> until;
        };
    }

    static Standing standing(ResultSet row) throws SQLException {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        return switch (row.getString("state")) {
            case "good" -> new Good();
            case "reminded" -> new Reminded(at);
            case "warned" -> new Warned(at);
            case "read_only" -> new ReadOnly(at);
            case "stopped" -> new Stopped(at);
            case "exempt" -> new Exempt(at);
            default -> throw new IllegalStateException("no standing: " + row.getString("state"));
        };
    }
}
