package io.millirun.portal.git;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which functions' code came from which repositories. */
@Repository
public class GitSources {

    private final JdbcClient jdbc;
    private final Clock clock;

    GitSources(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Where a function's code came from last.
     *
     * @param commit that was fetched, 40 digits
     */
    public record Origin(GitSource source, String commit, Instant fetchedAt) {

        /** As people write a commit. */
        public String shortCommit() {
            return commit.substring(0, 10);
        }
    }

    /** Empty if it never came from a repository. */
    @Transactional(readOnly = true)
    public Optional<Origin> find(TenantId tenant, FunctionId function) {
        return jdbc.sql("""
                        select url, ref, folder, commit_id, fetched_at from portal.git_sources
                        where tenant_id = ? and function_id = ?""")
                .params(tenant.value(), function.value())
                .query((row, _) -> new Origin(
                        new GitSource(row.getString("url"), row.getString("ref"), row.getString("folder")),
                        row.getString("commit_id"),
                        row.getTimestamp("fetched_at").toInstant()))
                .optional();
    }

    /** Notes that {@code function} runs {@code checkout}, in the transaction that deploys it. */
    @Transactional
    public void keep(TenantId tenant, FunctionId function, GitCheckout checkout) {
        jdbc.sql("""
                        insert into portal.git_sources (tenant_id, function_id, url, ref, folder, commit_id, fetched_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant_id, function_id) do update set url = excluded.url, ref = excluded.ref,
                            folder = excluded.folder, commit_id = excluded.commit_id, fetched_at = excluded.fetched_at""")
                .params(
                        tenant.value(),
                        function.value(),
                        checkout.source().url(),
                        checkout.source().ref(),
                        checkout.source().folder(),
                        checkout.commit(),
                        Timestamp.from(clock.instant()))
                .update();
    }
}
