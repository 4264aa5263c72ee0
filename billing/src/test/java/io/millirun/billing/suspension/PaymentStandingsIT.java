package io.millirun.billing.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.TestBilling;
import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.TestNotices;
import io.millirun.kernel.TenantId;
import io.millirun.metering.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PaymentStandingsIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering", "billing");
    private static final LadderSchedule SCHEDULE =
            new LadderSchedule(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28));
    private static final LocalDate DUE = LocalDate.parse("2026-11-01");

    private final TestBilling billing = TestBilling.over(POSTGRES);
    private final TenantId tenant = TenantId.next();

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void anUnpaidInvoiceClimbsTheLadderAndPaymentTakesItAllBack() {
        UUID invoice = invoice(DUE);
        assertThat(on(0).of(tenant).arrears()).isEmpty();
        for (int day = 0; day <= 28; day++) {
            on(day).lookAtAll();
            on(day).lookAtAll();
        }

        OrganizationStanding standing = on(28).of(tenant);
        assertThat(standing.standing()).isInstanceOf(Standing.Stopped.class);
        assertThat(standing.arrears()).hasValueSatisfying(due -> {
            assertThat(due.amount()).hasToString("18.73 USD");
            assertThat(due.since()).isEqualTo(DUE);
        });
        assertThat(on(28).restricted()).containsKey(tenant);

        billing.worker()
                .sql("update billing.invoice_state set state = 'paid', outstanding_minor = 0 where invoice_id = ?")
                .param(invoice)
                .update();
        on(29).lookAtAll();

        assertThat(on(29).of(tenant).standing()).isEqualTo(new Standing.Good());
        assertThat(on(29).restricted()).doesNotContainKey(tenant);
        assertThat(notices())
                .containsExactly(
                        Notice.Kind.PAYMENT_REMINDER,
                        Notice.Kind.PAYMENT_WARNING,
                        Notice.Kind.READ_ONLY,
                        Notice.Kind.STOPPED,
                        Notice.Kind.RESTORED);
        assertThat(on(29).history(tenant))
                .hasSize(5)
                .allSatisfy(change -> assertThat(change.by()).isEqualTo("ladder"));
    }

    @Test
    void theOperatorOverridesTheLadder() {
        invoice(DUE);
        on(1).look(tenant);
        on(7).look(tenant);
        on(14).look(tenant);
        assertThat(on(14).of(tenant).standing().isReadOnly()).isTrue();

        on(15).decide(tenant, new StandingEvent.Exempted(day(60)), "op@example.org");
        on(59).look(tenant);
        assertThat(on(59).of(tenant).standing().isReadOnly()).isFalse();
        assertThat(on(59).concerned()).extracting(OrganizationStanding::tenant).contains(tenant);
    }

    private PaymentStandings on(int day) {
        return new PaymentStandings(
                billing.worker(),
                new ArrearsTable(billing.worker()),
                TestNotices.over(billing, Clock.fixed(day(day), ZoneOffset.UTC)),
                SCHEDULE,
                billing.transactions(),
                Clock.fixed(day(day), ZoneOffset.UTC));
    }

    private List<Notice.Kind> notices() {
        return billing.worker()
                .sql("select kind from billing.notice where tenant_id = ? order by created_at")
                .param(tenant.value())
                .query((row, _) -> Notice.Kind.valueOf(row.getString(1)))
                .list();
    }

    private UUID invoice(LocalDate due) {
        UUID id = UUID.randomUUID();
        String number = "MR-2026-" + id.toString().substring(0, 8);
        billing.worker()
                .sql("""
                        insert into billing.invoice (tenant_id, id, month, kind, number, issuer, year, sequence, currency,
                          net_minor, tax_minor, total_minor, credited_minor, recipient, issued_at, due_on, usage_records,
                          usage_digest, requests, mb_ms)
                        values (?, ?, '2026-10-01', 'invoice', ?, ?, 2026, 1, 'USD', 1873, 0, 1873, 0, 'Kite', now(), ?, 1,
                          repeat('0', 64), 1, 128)""")
                .params(tenant.value(), id, number, number.substring(8), due)
                .update();
        billing.worker()
                .sql("insert into billing.invoice_state values (?, ?, 'open', 1873, now())")
                .params(tenant.value(), id)
                .update();
        return id;
    }

    private static Instant day(int days) {
        return DUE.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
