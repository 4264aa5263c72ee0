package io.millirun.billing.suspension;

import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.rating.Figures;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How all organizations stand, moved one step at a time under a lock of the organization's row. */
@Component
public class PaymentStandings {

    /** Channel on which changes are announced; the message is the organization's id. */
    public static final String CHANNEL = "payment_standings";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final JdbcClient worker;
    private final ArrearsTable arrears;
    private final Notices notices;
    private final LadderSchedule schedule;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PaymentStandings(
            @Qualifier("worker") JdbcClient worker,
            ArrearsTable arrears,
            Notices notices,
            LadderSchedule schedule,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Clock clock) {
        this.worker = worker;
        this.arrears = arrears;
        this.notices = notices;
        this.schedule = schedule;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** How an organization stands. */
    public OrganizationStanding of(TenantId tenant) {
        Standing standing = worker.sql("select * from billing.standing where tenant_id = ?")
                .param(tenant.value())
                .query((row, _) -> StandingRows.standing(row))
                .optional()
                .orElseGet(Standing.Good::new);
        return new OrganizationStanding(tenant, standing, arrears.of(tenant, today()));
    }

    /** All that may not do everything, for those who hold them to it. */
    public Map<TenantId, Standing> restricted() {
        Map<TenantId, Standing> found = new HashMap<>();
        worker.sql("""
                        select * from billing.standing
                        where state in ('read_only', 'stopped')""").query(row -> {
            found.put(new TenantId(row.getObject("tenant_id", UUID.class)), StandingRows.standing(row));
        });
        return found;
    }

    /** All that owe something or were dealt with, for the operator. */
    public List<OrganizationStanding> concerned() {
        return arrears.concerned(today()).stream().map(this::of).toList();
    }

    /** The steps of an organization, the latest first. */
    public List<StandingChange> history(TenantId tenant) {
        return worker.sql(
                        "select * from billing.standing_change where tenant_id = ? order by at desc, id desc limit 50")
                .param(tenant.value())
                .query((row, _) -> new StandingChange(
                        tenant,
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("changed_by")))
                .list();
    }

    /** Looks what is due and takes the step that follows, if one does. */
    public void look(TenantId tenant) {
        transaction.executeWithoutResult(
                _ -> apply(tenant, new StandingEvent.Looked(arrears.of(tenant, today())), "ladder"));
    }

    /** Looks at every organization that owes something or was dealt with. */
    public void lookAtAll() {
        arrears.concerned(today()).forEach(this::look);
    }

    /**
     * The operator decides.
     *
     * @param by who, for the record
     */
    public void decide(TenantId tenant, StandingEvent event, String by) {
        transaction.executeWithoutResult(_ -> apply(tenant, event, by));
    }

    private void apply(TenantId tenant, StandingEvent event, String by) {
        Instant now = clock.instant();
        worker.sql("""
                        insert into billing.standing (tenant_id, state, at) values (?, 'good', ?)
                        on conflict do nothing""").params(tenant.value(), utc(now)).update();
        Standing before = worker.sql("select * from billing.standing where tenant_id = ? for update")
                .param(tenant.value())
                .query((row, _) -> StandingRows.standing(row))
                .single();
        Standing.Step step = before.apply(event, schedule, now);
        if (step.next().equals(before)) {
            return;
        }
        worker.sql("update billing.standing set state = ?, at = ? where tenant_id = ?")
                .params(StandingRows.name(step.next()), utc(StandingRows.at(step.next(), now)), tenant.value())
                .update();
        UUID change = Uuid7.next();
        worker.sql("""
                        insert into billing.standing_change (tenant_id, id, at, from_state, to_state, changed_by)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(tenant.value(), change, utc(now), StandingRows.name(before), StandingRows.name(step.next()), by)
                .update();
        step.news().ifPresent(news -> tell(tenant, change, news));
        worker.sql("select pg_notify(?, ?)")
                .params(CHANNEL, tenant.toString())
                .query((_, _) -> true)
                .single();
    }

    private void tell(TenantId tenant, UUID change, StandingNews news) {
        String key = "standing/" + change;
        switch (news) {
            case StandingNews.Reminder(Arrears due, Instant next) ->
                notices.tell(tenant, key, Notice.Kind.PAYMENT_REMINDER, facts(due, Optional.of(next)));
            case StandingNews.Warning(Arrears due, Instant next) ->
                notices.tell(tenant, key, Notice.Kind.PAYMENT_WARNING, facts(due, Optional.of(next)));
            case StandingNews.ReadOnly(Arrears due, Instant next) ->
                notices.tell(tenant, key, Notice.Kind.READ_ONLY, facts(due, Optional.of(next)));
            case StandingNews.Stopped(Arrears due) ->
                notices.tell(tenant, key, Notice.Kind.STOPPED, facts(due, Optional.empty()));
            case StandingNews.Restored _ -> notices.tell(tenant, key, Notice.Kind.RESTORED, Map.of());
        }
    }

    private static Map<String, String> facts(Arrears due, Optional<Instant> next) {
        Map<String, String> facts = new HashMap<>();
        facts.put("invoice", due.invoice());
        facts.put("amount", Figures.money(due.amount()));
        facts.put("since", DAY.format(due.since()));
        next.ifPresent(on -> facts.put("on", DAY.format(on.atOffset(ZoneOffset.UTC))));
        return facts;
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
