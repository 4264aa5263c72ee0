package io.millirun.billing.prices;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads all prices in a fixed number of queries, however many plans there are. */
final class PriceReader {

    private final JdbcClient worker;

    PriceReader(JdbcClient worker) {
        this.worker = worker;
    }

    private record Key(UUID card, String meter) {}

    private record TierRow(Key key, Tier tier) {}

    PriceBook read() {
        // Subscriptions first: the plan of one that is seen is then seen too.
        List<Subscription> subscriptions = worker.sql("select * from billing.subscription")
                .query((row, _) -> subscription(row))
                .list();
        Map<Key, List<Tier>> tiers = worker
                .sql("select * from billing.price_tier")
                .query((row, _) ->
                        new TierRow(key(row), new Tier(row.getLong("from_quantity"), row.getBigDecimal("rate"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(TierRow::key, Collectors.mapping(TierRow::tier, Collectors.toList())));
        Map<Key, MeterPrice> prices = worker
                .sql("select * from billing.meter_price")
                .query((row, _) -> Map.entry(
                        key(row),
                        new MeterPrice(row.getLong("free_per_month"), tiers.getOrDefault(key(row), List.of()))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, List<DatedRateCard>> cards = worker
                .sql("select * from billing.rate_card")
                .query((row, _) -> Map.entry(row.getObject("id", UUID.class), dated(row, prices)))
                .list()
                .stream()
                .map(Map.Entry::getValue)
                .collect(Collectors.groupingBy(card -> card.card().plan()));
        return new PriceBook(
                cards.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new PriceHistory(entry.getValue()))),
                subscriptions);
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getObject("rate_card_id", UUID.class), row.getString("meter"));
    }

    private static DatedRateCard dated(ResultSet row, Map<Key, MeterPrice> prices) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        RateCard card = new RateCard(
                row.getString("plan"),
                row.getInt("version"),
                Currency.getInstance(row.getString("currency")),
                row.getLong("free_init_ms"),
                price(id, Meter.REQUESTS, prices),
                price(id, Meter.COMPUTE, prices),
                row.getLong("minimum_minor"));
        return new DatedRateCard(
                card, row.getObject("effective_from", OffsetDateTime.class).toInstant());
    }

    private static MeterPrice price(UUID card, Meter meter, Map<Key, MeterPrice> prices) {
        MeterPrice price = prices.get(new Key(card, RateCards.name(meter)));
        if (price == null) {
            throw new IllegalStateException("rate card " + card + " has no price for " + meter);
        }
        return price;
    }

    static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("plan"),
                row.getObject("effective_from", OffsetDateTime.class).toInstant());
    }
}
