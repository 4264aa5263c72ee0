package io.millirun.billing.profile;

import io.millirun.billing.BillingProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The issuer's details: as the operator set them in the console, until then as they are configured. */
@Component
public class Issuers {

    private final JdbcClient worker;
    private final BillingProperties settings;
    private final Clock clock;

    Issuers(@Qualifier("worker") JdbcClient worker, BillingProperties settings, Clock clock) {
        this.worker = worker;
        this.settings = settings;
        this.clock = clock;
    }

    /** The issuer of documents from now on. */
    public Issuer current() {
        return worker.sql("select * from billing.issuer")
                .query((row, _) -> issuer(row))
                .optional()
                .orElseGet(() -> settings.issuer().issuer());
    }

    /** Changes the issuer of documents to come; those that were issued stay. */
    public void save(Issuer issuer) {
        Address address = issuer.address();
        worker.sql("""
                        insert into billing.issuer (id, prefix, legal_name, email, line1, line2, postal_code, city, region,
                          country, tax_id, payment_instructions, payment_days, updated_at)
                        values ('main', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (id) do update set prefix = excluded.prefix, legal_name = excluded.legal_name,
                          email = excluded.email, line1 = excluded.line1, line2 = excluded.line2,
                          postal_code = excluded.postal_code, city = excluded.city, region = excluded.region,
                          country = excluded.country, tax_id = excluded.tax_id,
                          payment_instructions = excluded.payment_instructions, payment_days = excluded.payment_days,
                          updated_at = excluded.updated_at""")
                .params(
                        issuer.prefix(),
                        issuer.legalName(),
                        issuer.email(),
                        address.line1(),
                        address.line2(),
                        address.postalCode(),
                        address.city(),
                        address.region(),
                        address.country(),
                        issuer.taxId(),
                        issuer.paymentInstructions(),
                        issuer.paymentDays(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Issuer issuer(ResultSet row) throws SQLException {
        return new Issuer(
                row.getString("prefix"),
                row.getString("legal_name"),
                row.getString("email"),
                BillingProfiles.address(row),
                row.getString("tax_id"),
                row.getString("payment_instructions"),
                row.getInt("payment_days"));
    }
}
