package io.millirun.portal.organization;

import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells billing which organizations there are; those that were never let in are not billed. */
@Repository
class InvoicedOrganizations implements BilledOrganizations {

    private static final String SELECT = """
            select o.id, o.name, o.approved_at, o.closed_at,
              (select min(u.email) from portal.memberships m join portal.users u on u.id = m.user_id
               where m.tenant_id = o.id and m.role = 'OWNER') as owner
            from portal.organizations o where o.approved_at is not null
            """;

    private final JdbcClient worker;

    InvoicedOrganizations(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    @Override
    public List<BilledOrganization> all() {
        return worker.sql(SELECT).query((row, _) -> organization(row)).list();
    }

    @Override
    public Optional<BilledOrganization> find(TenantId tenant) {
        return worker.sql(SELECT + "and o.id = ?")
                .param(tenant.value())
                .query((row, _) -> organization(row))
                .optional();
    }

    private static BilledOrganization organization(ResultSet row) throws SQLException {
        return new BilledOrganization(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                Objects.requireNonNullElse(row.getString("owner"), ""),
                row.getTimestamp("approved_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant));
    }
}
