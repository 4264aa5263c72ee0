package io.millirun.billing.spend;

import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.kernel.FunctionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Leases in PostgreSQL. Who decides about a cap holds its row; usage is read afterwards, so that none slips between. */
final class PostgresLeases implements Leases {

    private final CapTable caps;
    private final HeldTable held;
    private final MonthUsage usage;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final UUID spool;
    private final UUID boot;

    PostgresLeases(
            CapTable caps,
            HeldTable held,
            MonthUsage usage,
            Notices notices,
            TransactionTemplate transaction,
            UUID spool,
            UUID boot) {
        this.caps = caps;
        this.held = held;
        this.usage = usage;
        this.notices = notices;
        this.transaction = transaction;
        this.spool = spool;
        this.boot = boot;
    }

    @Override
    public Renewal renew(Ask ask) {
        return transaction.execute(_ -> decide(ask));
    }

    private Renewal decide(Ask ask) {
        Scope scope = ask.scope();
        Optional<SpendCap> cap = caps.locked(scope);
        if (cap.isEmpty()) {
            return new Renewal.Uncapped();
        }
        held.put(scope, ask.from(), spool, boot, ask.held());
        Grant grant = ask.want().isZero() && ask.waiting().isEmpty()
                ? new Grant(Quantity.NONE, false)
                : cap.get().armed() ? grant(cap.get(), ask) : Grant.whole(ask);
        if (!grant.extra().isZero()) {
            held.put(scope, ask.from(), spool, boot, ask.held().plus(grant.extra()));
        }
        if (grant.denied()) {
            tell(cap.get(), ask);
        }
        return new Renewal.Granted(grant);
    }

    private Grant grant(SpendCap cap, Ask ask) {
        List<PricedPeriod> spans = usage.spans(ask.scope(), ask.from());
        int asked = spans.stream().map(span -> span.period().from()).toList().indexOf(ask.from());
        if (asked < 0) {
            throw new IllegalStateException("no prices begin to hold at " + ask.from());
        }
        Map<Instant, Quantity> all = held.bySpan(
                ask.scope(),
                spans.getFirst().period().from(),
                spans.getLast().period().to());
        List<UsedSpan> used = usage.used(ask.scope(), spans);
        List<UsedSpan> month = new ArrayList<>();
        for (int index = 0; index < spans.size(); index++) {
            Quantity holds = all.getOrDefault(spans.get(index).period().from(), Quantity.NONE);
            month.add(new UsedSpan(
                    used.get(index).card(), used.get(index).quantity().plus(holds)));
        }
        return Grant.of(cap.amount(), month, asked, ask);
    }

    private void tell(SpendCap cap, Ask ask) {
        Scope scope = ask.scope();
        notices.tell(
                scope.tenant(),
                SpendCaps.noticeKey(cap, ask.from()),
                Notice.Kind.SPEND_CAP_REACHED,
                Map.of(
                        "cap", cap.amount().toString(),
                        "month", ask.from().toString().substring(0, 7),
                        "function", scope.function().map(FunctionId::toString).orElse("")));
    }
}
