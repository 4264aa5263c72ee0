package io.millirun.portal.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.prices.RateCards;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.organization.Member;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PlanPagesIT extends PortalIT {

    @Autowired
    private Users users;

    @Autowired
    private RateCards cards;

    @Autowired
    private OperatorLog log;

    private Browser operator;

    @BeforeEach
    void logIn() {
        Member member = newMember();
        users.setOperator(member.user(), true);
        operator = loggedIn(member);
    }

    @Test
    void aPlanIsMadeAndItsPricesChangeAtAFutureHour() {
        String plan = unique();
        operator.get("/operator/plans/new");
        HttpResponse<String> made = post("/operator/plans", "0.40", null, "title", "Busy", "name", plan);
        assertThat(made.headers().firstValue("Location")).hasValue("/operator/plans/" + plan);
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.HOURS);

        HttpResponse<String> announced = post(
                "/operator/plans/" + plan + "/prices",
                "0.30",
                hour,
                "requestTiers[1].from",
                "5000000",
                "requestTiers[1].rate",
                "0.10");

        assertThat(announced.statusCode()).isEqualTo(302);
        assertThat(operator.get("/operator/plans/" + plan).body()).contains("$0.40", "$0.30", "$0.10", "5,000,000");
        var history = cards.book().plan(plan);
        assertThat(history.at(hour.minusSeconds(1)).requests().listRate()).isEqualByComparingTo("0.40");
        assertThat(history.at(hour).requests().listRate()).isEqualByComparingTo("0.30");
        assertThat(log.page(null, 2))
                .extracting(OperatorLog.Entry::action)
                .containsExactly("price.announce", "plan.create");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndNothingIsAnnounced() {
        int before = cards.book().plan(RateCards.STANDARD).cards().size();
        operator.get("/operator/plans/standard/prices");

        HttpResponse<String> past =
                post("/operator/plans/standard/prices", "0.3", Instant.parse("2024-01-01T00:00:00Z"));
        HttpResponse<String> comma = post(
                "/operator/plans/standard/prices",
                "0,30",
                Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS));

        assertThat(past.statusCode()).isEqualTo(422);
        assertThat(past.body()).contains("id=\"effectiveFrom-error\"", "future whole hour");
        assertThat(comma.statusCode()).isEqualTo(422);
        assertThat(comma.body()).contains("id=\"requestTiers-error\"", "no commas", "value=\"0,30\"");
        assertThat(cards.book().plan(RateCards.STANDARD).cards()).hasSize(before);
    }

    @Test
    void aPreviewShowsTheWorkedExampleAndAnnouncesNothing() {
        BigDecimal rate = cards.book()
                .plan(RateCards.STANDARD)
                .cards()
                .getLast()
                .card()
                .requests()
                .listRate();
        operator.get("/operator/plans/standard/prices");

        HttpResponse<String> preview = post(
                "/operator/plans/standard/prices",
                "0.20",
                Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS),
                "preview",
                "1");

        assertThat(rate).isEqualByComparingTo("0.20");
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body()).contains("$18.73");
    }

    private HttpResponse<String> post(String path, String rate, @Nullable Instant hour, String... more) {
        String[] fields = {
            "currency", "USD",
            "effectiveFrom",
                    hour == null
                            ? ""
                            : LocalDateTime.ofInstant(hour, ZoneOffset.UTC).toString(),
            "freeInitMs", "1000",
            "requestsFree", "1000000",
            "requestTiers[0].from", "0",
            "requestTiers[0].rate", rate,
            "computeFree", "400000",
            "computeTiers[0].from", "0",
            "computeTiers[0].rate", "0.0000166667",
            "minimum", ""
        };
        String[] all = Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
        return operator.post(path, all);
    }
}
