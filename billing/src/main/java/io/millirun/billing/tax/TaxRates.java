package io.millirun.billing.tax;

import java.time.LocalDate;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tax rates that the operator keeps. Invoices that were issued carry theirs. */
@Component
public class TaxRates {

    private final JdbcClient worker;

    TaxRates(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** All, by country and time. */
    public List<TaxRate> all() {
        return worker.sql("select * from billing.tax_rate order by country, tax_group, effective_from")
                .query((row, _) -> new TaxRate(
                        row.getString("country"),
                        row.getString("tax_group"),
                        row.getObject("effective_from", LocalDate.class),
                        row.getString("name"),
                        row.getBigDecimal("percent")))
                .list();
    }

    /** Adds a rate, or changes the one of that country, group and day. */
    public void save(TaxRate rate) {
        worker.sql("""
                        insert into billing.tax_rate (country, tax_group, effective_from, name, percent)
                        values (?, ?, ?, ?, ?)
                        on conflict (country, tax_group, effective_from)
                        do update set name = excluded.name, percent = excluded.percent""")
                .params(rate.country(), rate.group(), rate.effectiveFrom(), rate.name(), rate.percent())
                .update();
    }

    /** Removes a rate from invoices to come. */
    public void remove(String country, String group, LocalDate effectiveFrom) {
        worker.sql("delete from billing.tax_rate where country = ? and tax_group = ? and effective_from = ?")
                .params(country, group, effectiveFrom)
                .update();
    }
}
