package io.millirun.billing.profile;

import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The organizations' billing profiles. */
@Component
public class BillingProfiles {

    private final JdbcClient app;
    private final JdbcClient worker;
    private final Clock clock;

    BillingProfiles(JdbcClient app, @Qualifier("worker") JdbcClient worker, Clock clock) {
        this.app = app;
        this.worker = worker;
        this.clock = clock;
    }

    /** What an organization told of itself; for jobs and the operator, no tenant need be bound. */
    public Optional<BillingProfile> find(TenantId tenant) {
        return worker.sql("select * from billing.profile where tenant_id = ?")
                .param(tenant.value())
                .query((row, _) -> profile(row))
                .optional();
    }

    /** Keeps a profile; its tenant is bound. Documents that were issued stay as they are. */
    public void save(BillingProfile profile) {
        Address address = profile.address();
        app.sql("""
                        insert into billing.profile (tenant_id, legal_name, email, line1, line2, postal_code, city, region,
                          country, tax_id, reference, updated_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant_id) do update set legal_name = excluded.legal_name, email = excluded.email,
                          line1 = excluded.line1, line2 = excluded.line2, postal_code = excluded.postal_code,
                          city = excluded.city, region = excluded.region, country = excluded.country,
                          tax_id = excluded.tax_id, reference = excluded.reference, updated_at = excluded.updated_at""")
                .params(
                        profile.tenant().value(),
                        profile.legalName(),
                        profile.email(),
                        address.line1(),
                        address.line2(),
                        address.postalCode(),
                        address.city(),
                        address.region(),
                        address.country(),
                        profile.taxId(),
                        profile.reference(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static BillingProfile profile(ResultSet row) throws SQLException {
        return new BillingProfile(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("legal_name"),
                row.getString("email"),
                address(row),
                row.getString("tax_id"),
                row.getString("reference"));
    }

    static Address address(ResultSet row) throws SQLException {
        return new Address(
                row.getString("line1"),
                row.getString("line2"),
                row.getString("postal_code"),
                row.getString("city"),
                row.getString("region"),
                row.getString("country"));
    }
}
