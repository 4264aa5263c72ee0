package io.millirun.portal.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class HealthPageIT extends PortalIT {

    @Autowired
    private Users users;

    @Autowired
    private NodeReports reports;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    private Browser operator;

    @BeforeEach
    void logIn() {
        Member member = newMember();
        users.setOperator(member.user(), true);
        operator = loggedIn(member);
    }

    @Test
    void thisProcessReportsItselfAndMissingRolesAreNamed() {
        await().untilAsserted(() -> assertThat(operator.get("/operator/health").body())
                .contains("portal", "No process has the role runtime-manager", "PostgreSQL"));
    }

    @Test
    void anotherProcessIsShownWithWhatItSays() {
        UUID process = UUID.randomUUID();
        reports.put(process, "node-b", "runtime-manager", "", Instant.now(), figures("the engine is away", 90));

        String page = operator.get("/operator/health").body();

        assertThat(page)
                .contains("node-b", "node-b takes no calls: the engine is away", "for 90 s", "nodejs24.x")
                .doesNotContain("No process has the role runtime-manager");
        worker.sql("update portal.node_reports set reported_at = now() - interval '1 minute' where process = ?")
                .param(process)
                .update();
        assertThat(operator.get("/operator/health").body()).contains("has not reported for a while");
        reports.remove(process);
    }

    @Test
    void aMailThatCouldNotBeDeliveredIsAmongTheFailedJobs() {
        worker.sql("""
                        insert into portal.mails (id, kind, recipient, subject, body, created_at, state, last_error)
                        values (?, 'test', 'x@example.org', 'A mail that failed', 'text', now(), 'FAILED', 'no route')""").param(UUID.randomUUID()).update();

        assertThat(operator.get("/operator/health").body())
                .contains("A mail that failed", "no route", "/operator/health/jobs/mail/retry");
        operator.post("/operator/health/jobs/mail/retry", "id", "nonsense");
        assertThat(operator.get("/operator/health").body()).contains("cannot be tried again");
        worker.sql("delete from portal.mails where subject = 'A mail that failed'")
                .update();
    }

    private static NodeFigures figures(String obstacle, long spoolAge) {
        return new NodeFigures(
                Map.of("stem", 2L, "warm", 3L),
                Map.of("nodejs24.x", 2L),
                1,
                4,
                1,
                0,
                2,
                17,
                spoolAge,
                100,
                1000,
                false,
                1 << 20,
                1 << 28,
                1L << 34,
                1L << 35,
                obstacle);
    }
}
