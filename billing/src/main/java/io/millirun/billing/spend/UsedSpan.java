package io.millirun.billing.spend;

import io.millirun.billing.rating.RateCard;

/** What is used or set aside in a part of a month in which one rate card holds. */
record UsedSpan(RateCard card, Quantity quantity) {}
