package io.millirun.billing.suspension;

import io.millirun.billing.rating.Money;
import java.time.LocalDate;

/**
 * What an organization should have paid by now.
 *
 * @param amount of all invoices that are due
 * @param since when the oldest of them was due
 * @param invoice the oldest one's number
 */
public record Arrears(Money amount, LocalDate since, String invoice) {}
