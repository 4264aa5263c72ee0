package io.millirun.portal.spend;

import io.millirun.billing.rating.Money;
import io.millirun.billing.spend.SpendStanding;
import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A cap as the page shows it.
 *
 * @param function the function's id, empty for the organization's own
 * @param name the function's name
 * @param deployed whether the function exists
 * @param typed the amount as it is typed
 * @param used what counts against it so far
 * @param held what running calls and usage on its way hold of it at most
 * @param percent how much of it is used or held, at most 100
 * @param full whether calls were refused under this amount this month
 * @param armed whether it holds already; it does some seconds after it was set
 */
record CapView(
        String function,
        String name,
        boolean deployed,
        Figure amount,
        String typed,
        Figure used,
        Figure held,
        int percent,
        boolean full,
        boolean armed) {

    static CapView of(SpendStanding standing, String name, boolean deployed) {
        Money cap = standing.cap().amount();
        return new CapView(
                standing.cap().scope().function().map(Object::toString).orElse(""),
                name,
                deployed,
                Figure.money(cap),
                cap.amount().toPlainString(),
                Figure.price(standing.used(), cap.currency()),
                Figure.price(standing.heldBack(), cap.currency()),
                percent(standing.used().add(standing.heldBack()), cap.amount()),
                standing.full(),
                standing.cap().armed());
    }

    private static int percent(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return part.signum() > 0 ? 100 : 0;
        }
        return part.movePointRight(2)
                .divide(whole, 0, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(100))
                .intValueExact();
    }
}
