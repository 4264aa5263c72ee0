package io.millirun.portal.settings;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the platform's settings; a change counts at once in every process. */
@Repository
public class PlatformSettings {

    private final JdbcClient jdbc;
    private final Clock clock;

    PlatformSettings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Who may sign up. */
    public enum SignUpMode {
        /** Everybody. */
        OPEN,
        /** Everybody; an operator lets each new organization in. */
        APPROVAL,
        /** Whoever was invited to an organization. */
        INVITATION
    }

    /** Who may sign up; everybody unless an operator said otherwise. */
    public SignUpMode signUpMode() {
        return value("sign-up.mode").map(SignUpMode::valueOf).orElse(SignUpMode.OPEN);
    }

    /** Whether an organization must have a payment method before its limits can rise. */
    public boolean cardRequired() {
        return value("limits.card-required").map(Boolean::parseBoolean).orElse(true);
    }

    /** Where people in need of help write to; blank if nowhere. */
    public String supportEmail() {
        return value("support.email").orElse("");
    }

    /** Changes all. */
    @Transactional
    public void change(SignUpMode mode, boolean cardRequired, String supportEmail) {
        put("sign-up.mode", mode.name());
        put("limits.card-required", Boolean.toString(cardRequired).toLowerCase(Locale.ROOT));
        put("support.email", supportEmail);
    }

    private Optional<String> value(String name) {
        return jdbc.sql("select value from portal.settings where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    private void put(String name, String value) {
        jdbc.sql("""
                        insert into portal.settings (name, value, changed_at) values (?, ?, ?)
                        on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at""").params(name, value, Timestamp.from(clock.instant())).update();
    }
}
