package io.millirun.billing.invoice;

import io.millirun.billing.invoice.InvoiceCommand.AnnounceFinalized;
import io.millirun.billing.invoice.InvoiceCommand.AnnouncePaid;
import io.millirun.billing.invoice.InvoiceCommand.AnnounceReopened;
import io.millirun.billing.invoice.InvoiceCommand.OweBack;
import io.millirun.billing.invoice.InvoiceEvent.Credited;
import io.millirun.billing.invoice.InvoiceEvent.Finalized;
import io.millirun.billing.invoice.InvoiceEvent.GivenUp;
import io.millirun.billing.invoice.InvoiceEvent.PaymentReceived;
import io.millirun.billing.invoice.InvoiceEvent.PaymentReversed;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import java.util.ArrayList;
import java.util.List;

/** Where an invoice stands. What it says never changes; what is still to be paid on it does. */
public sealed interface InvoiceState {

    /** Computed, not issued: without a number, and computed anew at every look. */
    record Draft() implements InvoiceState {}

    /** Issued and not fully paid. */
    record Open(Money outstanding) implements InvoiceState {}

    /** Issued and settled by payments, credits or credit notes. */
    record Paid() implements InvoiceState {}

    /** Issued with nothing to pay, or paid from credits when it was issued. */
    record NothingDue() implements InvoiceState {}

    /** Taken back by credit notes before anything was paid. */
    record Cancelled() implements InvoiceState {}

    /** Given up; a late payment is still taken. */
    record Uncollectible(Money outstanding) implements InvoiceState {}

    /**
     * The next state and what is to be done for it.
     *
     * @param commands in their order
     */
    record Step(InvoiceState next, List<InvoiceCommand> commands) {

        public Step {
            commands = List.copyOf(commands);
        }
    }

    /**
     * What follows from an event.
     *
     * @throws MillirunException with {@link Fault#CALLER} if the event cannot happen to an invoice in this state
     */
    default Step apply(InvoiceEvent event) {
        return switch (this) {
            case Draft _ when event instanceof Finalized finalized -> finalized(finalized);
            case Open(Money outstanding) -> settle(outstanding, event);
            case Uncollectible(Money outstanding) -> settle(outstanding, event);
            case Paid _ -> settled(event);
            case NothingDue _ -> settled(event);
            case Cancelled _ -> settled(event);
            case Draft _ -> throw impossible(event);
        };
    }

    private static Step finalized(Finalized event) {
        Money outstanding = event.total().minus(event.credits());
        return new Step(
                outstanding.signum() > 0 ? new Open(outstanding) : new NothingDue(), List.of(new AnnounceFinalized()));
    }

    private Step settle(Money outstanding, InvoiceEvent event) {
        return switch (event) {
            case PaymentReceived(Money amount) -> reduced(outstanding, amount, new Paid(), true);
            case Credited(Money amount, boolean whole) ->
                reduced(outstanding, amount, whole ? new Cancelled() : new Paid(), false);
            case PaymentReversed(Money amount) ->
                new Step(new Open(outstanding.plus(amount)), List.of(new AnnounceReopened()));
            case GivenUp _ when this instanceof Open -> new Step(new Uncollectible(outstanding), List.of());
            case GivenUp _ -> throw impossible(event);
            case Finalized _ -> throw impossible(event);
        };
    }

    private Step reduced(Money outstanding, Money amount, InvoiceState settled, boolean announce) {
        Money rest = outstanding.minus(amount);
        List<InvoiceCommand> commands = new ArrayList<>();
        if (rest.signum() > 0) {
            return new Step(this instanceof Open ? new Open(rest) : new Uncollectible(rest), commands);
        }
        if (announce) {
            commands.add(new AnnouncePaid());
        }
        if (rest.signum() < 0) {
            commands.add(new OweBack(Money.zero(rest.currency()).minus(rest)));
        }
        return new Step(settled, commands);
    }

    private Step settled(InvoiceEvent event) {
        return switch (event) {
            case PaymentReceived(Money amount) -> new Step(this, List.of(new OweBack(amount)));
            case Credited(Money amount, boolean _) -> new Step(this, List.of(new OweBack(amount)));
            case PaymentReversed(Money amount)
            when this instanceof Paid -> new Step(new Open(amount), List.of(new AnnounceReopened()));
            case PaymentReversed _ -> throw impossible(event);
            case Finalized _ -> throw impossible(event);
            case GivenUp _ -> throw impossible(event);
        };
    }

    private MillirunException impossible(InvoiceEvent event) {
        return new MillirunException(
                Fault.CALLER,
                "InvoiceStateConflict",
                "This cannot happen to an invoice that is " + this + ": " + event + ".");
    }
}
