package io.millirun.portal.organization;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the organizations and who belongs to them; called with the organization bound as the current tenant. */
@Repository
public class OrganizationRegister {

    private final JdbcClient jdbc;
    private final Clock clock;

    OrganizationRegister(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Adds an organization with its owner to the transaction in progress.
     *
     * @param approved whether it may be used at once, without an operator letting it in
     * @throws org.springframework.dao.DataIntegrityViolationException by the constraint {@code organizations_slug_key} if
     *     the URL name is taken; the transaction is then void
     */
    @Transactional
    public void add(TenantId organization, String name, Slug slug, UserId owner, boolean approved) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("insert into portal.organizations (id, name, slug, created_at, approved_at) values (?, ?, ?, ?, ?)")
                .param(organization.value())
                .param(name)
                .param(slug.value())
                .param(now)
                .param(approved ? now : null)
                .update();
        jdbc.sql("insert into portal.memberships (tenant_id, user_id, role, created_at) values (?, ?, ?, ?)")
                .params(organization.value(), owner.value(), Role.OWNER.name(), now)
                .update();
    }

    /** Adds a person to the organization. */
    public void join(TenantId organization, UserId user, Role role) {
        jdbc.sql("""
                        insert into portal.memberships (tenant_id, user_id, role, created_at) values (?, ?, ?, ?)
                        on conflict (tenant_id, user_id) do nothing""")
                .params(organization.value(), user.value(), role.name(), Timestamp.from(clock.instant()))
                .update();
    }
}
