package io.millirun.billing.spend;

import io.millirun.billing.rating.Money;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process may hold beyond what it holds.
 *
 * @param extra how much
 * @param denied whether a call, or what was wanted for those to come, did not fit under the cap
 */
record Grant(Quantity extra, boolean denied) {

    /** Shares of what is wanted that are tried in turn: as long as there is plenty left, all of it. */
    private static final int HALVINGS = 6;

    /** A share for calls to come must leave room for this many of its kind, which other processes may want. */
    private static final int SHARES = 4;

    /** Grants all that is asked for: the cap does not hold yet. */
    static Grant whole(Ask ask) {
        return new Grant(ask.want().plus(ask.need(ask.waiting().size())), false);
    }

    /**
     * Decides. Pure.
     *
     * @param cap may not be exceeded
     * @param month what is used or held by all in each span of the month, {@code ask.held()} included
     * @param span index of the asked span
     */
    static Grant of(Money cap, List<UsedSpan> month, int span, Ask ask) {
        boolean organization = ask.scope().function().isEmpty();
        int fitting = ask.waiting().size();
        while (fitting > 0 && !fits(cap, organization, month, span, ask.need(fitting))) {
            fitting /= 2;
        }
        Quantity need = ask.need(fitting);
        if (fitting < ask.waiting().size()) {
            return new Grant(need, true);
        }
        Quantity share = ask.want();
        for (int halving = 0; halving < HALVINGS && !share.isZero(); halving++) {
            if (fits(cap, organization, month, span, need.plus(share.times(SHARES)))) {
                return new Grant(need.plus(share), false);
            }
            share = share.half();
        }
        return new Grant(need, false);
    }

    private static boolean fits(Money cap, boolean organization, List<UsedSpan> month, int span, Quantity extra) {
        List<UsedSpan> then = new ArrayList<>(month);
        UsedSpan asked = month.get(span);
        then.set(span, new UsedSpan(asked.card(), asked.quantity().plus(extra)));
        return (organization ? Ceiling.ofOrganization(then) : Ceiling.ofFunction(then)).isWithin(cap);
    }
}
