package io.millirun.runtimemanager.builds;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.builds.Build.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Builds and their logs in the database. */
final class BuildRows {

    private static final String COLUMNS = """
            tenant_id, id, function_id, function_name, runtime, source_digest, image_uri, first, state, reason,
            created_at, started_at, ended_at""";

    private final JdbcClient jdbc;

    BuildRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Build build) {
        jdbc.sql("""
                insert into runtime_manager.build (tenant_id, id, function_id, function_name, runtime, source_digest,
                    image_uri, first, state, created_at)
                values (:tenant, :id, :function, :name, :runtime, :digest, :uri, :first, 'QUEUED', :now)
                """)
                .param("tenant", build.tenant().value())
                .param("id", build.id())
                .param("function", build.function().value())
                .param("name", build.functionName())
                .param("runtime", build.runtime())
                .param("digest", build.source() instanceof Build.SourcePackage(var digest) ? digest : null)
                .param("uri", build.source() instanceof Build.ImageName(var uri) ? uri : null)
                .param("first", build.first())
                .param("now", Timestamp.from(build.createdAt()))
                .update();
    }

    /** Ends what is still open of the function's builds: newer code takes their place. */
    void supersede(TenantId tenant, FunctionId function, Instant now) {
        jdbc.sql("""
                update runtime_manager.build set state = 'SUPERSEDED', ended_at = ?
                where tenant_id = ? and function_id = ? and state in ('QUEUED', 'RUNNING')
                """)
                .params(Timestamp.from(now), tenant.value(), function.value())
                .update();
    }

    Optional<Build> latest(TenantId tenant, FunctionId function) {
        return jdbc.sql("select " + COLUMNS + """
                 from runtime_manager.build where tenant_id = ? and function_id = ?
                order by created_at desc, id desc limit 1
                """)
                .params(tenant.value(), function.value())
                .query(BuildRows::read)
                .optional();
    }

    String log(TenantId tenant, UUID build) {
        return String.join(
                "",
                jdbc.sql(
                                "select text from runtime_manager.build_log where tenant_id = ? and build_id = ? order by piece")
                        .params(tenant.value(), build)
                        .query(String.class)
                        .list());
    }

    void addLog(TenantId tenant, UUID build, int piece, String text) {
        jdbc.sql("insert into runtime_manager.build_log (tenant_id, build_id, piece, text) values (?, ?, ?, ?)"
                        + " on conflict (tenant_id, build_id, piece) do update set text = excluded.text")
                .params(tenant.value(), build, piece, text)
                .update();
    }

    void clearLog(TenantId tenant, UUID build) {
        jdbc.sql("delete from runtime_manager.build_log where tenant_id = ? and build_id = ?")
                .params(tenant.value(), build)
                .update();
    }

    /** Takes the build that has waited longest, or one whose node is gone. */
    Optional<Build> claim(String node, Instant now, Duration lease) {
        return jdbc.sql("""
                update runtime_manager.build set state = 'RUNNING', node = :node, attempts = attempts + 1,
                    lease_until = :lease, started_at = :now
                where (tenant_id, id) = (
                    select tenant_id, id from runtime_manager.build
                    where state = 'QUEUED' or state = 'RUNNING' and lease_until < :now
                    order by created_at limit 1 for update skip locked)
                returning
                """ + COLUMNS)
                .param("node", node)
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(lease)))
                .query(BuildRows::read)
                .optional();
    }

    /** Keeps a running build; false if it was superseded, or another node has taken it. */
    boolean prolong(Build build, String node, Instant until) {
        return jdbc.sql("""
                update runtime_manager.build set lease_until = ?
                where tenant_id = ? and id = ? and node = ? and state = 'RUNNING'
                """)
                        .params(Timestamp.from(until), build.tenant().value(), build.id(), node)
                        .update()
                == 1;
    }

    /** Puts back what this node could not do for its own fault; false if that has been tried {@code most} times. */
    boolean putBack(Build build, int most) {
        return jdbc.sql("""
                update runtime_manager.build set state = 'QUEUED', started_at = null, lease_until = null
                where tenant_id = ? and id = ? and state = 'RUNNING' and attempts < ?
                """).params(build.tenant().value(), build.id(), most).update() == 1;
    }

    /** Ends a running build; false if it was superseded meanwhile. */
    boolean end(Build build, State state, String reason, String builder, @Nullable String result, Instant now) {
        return jdbc.sql("""
                update runtime_manager.build set state = :state, reason = :reason, builder = :builder,
                    result_digest = :result, ended_at = :now
                where tenant_id = :tenant and id = :id and state = 'RUNNING'
                """)
                        .param("state", state.name())
                        .param("reason", reason)
                        .param("builder", builder)
                        .param("result", result)
                        .param("now", Timestamp.from(now))
                        .param("tenant", build.tenant().value())
                        .param("id", build.id())
                        .update()
                == 1;
    }

    /** What the same source under the same builder gave before, if it is still there. */
    Optional<String> known(TenantId tenant, String source, String runtime, String builder) {
        return jdbc.sql("""
                select b.result_digest from runtime_manager.build b join runtime_manager.code_package p
                    on p.tenant_id = b.tenant_id and p.digest = b.result_digest
                where b.tenant_id = ? and b.source_digest = ? and b.runtime = ? and b.builder = ?
                    and b.state = 'SUCCEEDED'
                limit 1
                """)
                .params(tenant.value(), source, runtime, builder)
                .query(String.class)
                .optional();
    }

    /** The source whose build gave {@code result}, if it was built. */
    Optional<String> sourceOf(TenantId tenant, FunctionId function, String result) {
        return jdbc.sql("""
                select source_digest from runtime_manager.build
                where tenant_id = ? and function_id = ? and result_digest = ? and source_digest is not null
                order by created_at desc limit 1
                """)
                .params(tenant.value(), function.value(), result)
                .query(String.class)
                .optional();
    }

    private static Build read(ResultSet row, int number) throws SQLException {
        String digest = row.getString("source_digest");
        return new Build(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("id", UUID.class),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("runtime"),
                digest == null
                        ? new Build.ImageName(Objects.requireNonNull(row.getString("image_uri")))
                        : new Build.SourcePackage(digest),
                row.getBoolean("first"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
