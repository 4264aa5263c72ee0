package io.millirun.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.MillirunException;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class InvoiceStateTests {

    @Test
    void anIssuedInvoiceIsOpenUntilItIsPaidInFull() {
        InvoiceState.Step issued = new InvoiceState.Draft().apply(new InvoiceEvent.Finalized(usd(100), usd(30)));
        assertThat(issued.next()).isEqualTo(new InvoiceState.Open(usd(70)));
        assertThat(issued.commands()).containsExactly(new InvoiceCommand.AnnounceFinalized());

        InvoiceState.Step part = issued.next().apply(new InvoiceEvent.PaymentReceived(usd(20)));
        assertThat(part).isEqualTo(new InvoiceState.Step(new InvoiceState.Open(usd(50)), java.util.List.of()));

        InvoiceState.Step rest = part.next().apply(new InvoiceEvent.PaymentReceived(usd(60)));
        assertThat(rest.next()).isEqualTo(new InvoiceState.Paid());
        assertThat(rest.commands())
                .containsExactly(new InvoiceCommand.AnnouncePaid(), new InvoiceCommand.OweBack(usd(10)));
    }

    @Test
    void nothingDueIsNotOpen() {
        assertThat(new InvoiceState.Draft()
                        .apply(new InvoiceEvent.Finalized(usd(0), usd(0)))
                        .next())
                .isEqualTo(new InvoiceState.NothingDue());
        assertThat(new InvoiceState.Draft()
                        .apply(new InvoiceEvent.Finalized(usd(5), usd(5)))
                        .next())
                .isEqualTo(new InvoiceState.NothingDue());
    }

    @Test
    void aPaymentThatIsTakenBackOpensTheInvoiceAgain() {
        InvoiceState.Step reopened = new InvoiceState.Paid().apply(new InvoiceEvent.PaymentReversed(usd(70)));

        assertThat(reopened.next()).isEqualTo(new InvoiceState.Open(usd(70)));
        assertThat(reopened.commands()).containsExactly(new InvoiceCommand.AnnounceReopened());
    }

    @Test
    void aCreditNoteForAllOfAnUnpaidInvoiceCancelsIt() {
        assertThat(new InvoiceState.Open(usd(100))
                        .apply(new InvoiceEvent.Credited(usd(100), true))
                        .next())
                .isEqualTo(new InvoiceState.Cancelled());
        assertThat(new InvoiceState.Open(usd(100))
                        .apply(new InvoiceEvent.Credited(usd(40), false))
                        .next())
                .isEqualTo(new InvoiceState.Open(usd(60)));
    }

    @Test
    void whatIsCreditedOnAPaidInvoiceIsOwedBack() {
        assertThat(new InvoiceState.Paid().apply(new InvoiceEvent.Credited(usd(100), true)))
                .isEqualTo(new InvoiceState.Step(
                        new InvoiceState.Paid(), java.util.List.of(new InvoiceCommand.OweBack(usd(100)))));
    }

    @Test
    void aLatePaymentOfWhatWasGivenUpIsTaken() {
        InvoiceState given =
                new InvoiceState.Open(usd(9)).apply(new InvoiceEvent.GivenUp()).next();

        assertThat(given).isEqualTo(new InvoiceState.Uncollectible(usd(9)));
        assertThat(given.apply(new InvoiceEvent.PaymentReceived(usd(9))).next()).isEqualTo(new InvoiceState.Paid());
    }

    @Test
    void anIssuedInvoiceIsNeverIssuedAgain() {
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> new InvoiceState.Paid().apply(new InvoiceEvent.Finalized(usd(1), usd(0))));
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> new InvoiceState.Open(usd(1)).apply(new InvoiceEvent.Finalized(usd(1), usd(0))));
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> new InvoiceState.Draft().apply(new InvoiceEvent.PaymentReceived(usd(1))));
    }

    private static Money usd(long cents) {
        return new Money(cents, Currency.getInstance("USD"));
    }
}
