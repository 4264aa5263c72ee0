package io.millirun.billing.invoice;

import io.millirun.kernel.TenantId;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells all listeners; one that fails does not keep the others from it, nor undoes what happened. */
@Component
class InvoiceListeners {

    private static final Logger log = LoggerFactory.getLogger(InvoiceListeners.class);

    private final Invoices invoices;
    private final ObjectProvider<InvoiceListener> listeners;

    InvoiceListeners(Invoices invoices, ObjectProvider<InvoiceListener> listeners) {
        this.invoices = invoices;
        this.listeners = listeners;
    }

    void changed(TenantId tenant, UUID id) {
        invoices.find(tenant, id)
                .ifPresent(invoice -> listeners.orderedStream().forEach(listener -> {
                    try {
                        listener.changed(invoice);
                    } catch (RuntimeException failed) {
                        log.error("told of invoice {}, {} failed", invoice.title(), listener, failed);
                    }
                }));
    }
}
