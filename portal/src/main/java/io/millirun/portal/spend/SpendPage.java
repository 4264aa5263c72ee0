package io.millirun.portal.spend;

import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page Spend cap shows.
 *
 * @param month the running month's name
 * @param cap the organization's cap; null if it has none
 * @param capless functions without a cap of their own
 * @param currency ISO code of what amounts are typed in
 */
record SpendPage(
        String month,
        Figure spent,
        Figure forecast,
        MonthBar bar,
        @Nullable CapView cap,
        List<CapView> functionCaps,
        List<FunctionChoice> capless,
        String currency) {

    SpendPage {
        functionCaps = List.copyOf(functionCaps);
        capless = List.copyOf(capless);
    }

    /** A function to choose. */
    record FunctionChoice(String id, String name) {}

    /** Whether the month will probably end at the cap and not at its forecast. */
    public boolean endsAtCap() {
        return cap != null
                && new BigDecimal(forecast.value())
                                .compareTo(new BigDecimal(cap.amount().value()))
                        > 0;
    }
}
