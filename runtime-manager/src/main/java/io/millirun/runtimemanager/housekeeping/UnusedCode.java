package io.millirun.runtimemanager.housekeeping;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Code packages and builds in the database, and names, that no function, layer or recent build refers to. */
final class UnusedCode {

    private static final Logger log = LoggerFactory.getLogger(UnusedCode.class);

    private final JdbcClient jdbc;

    /** @param jdbc sees all organizations */
    UnusedCode(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Unused(UUID tenant, String digest) {}

    /** Removes builds that ended before {@code before}, except each function's last and those of code in use. */
    int removeBuilds(Instant before) {
        return jdbc.sql("""
                delete from runtime_manager.build b
                where b.ended_at < ?
                    and exists (select from runtime_manager.build newer
                        where newer.tenant_id = b.tenant_id and newer.function_id = b.function_id
                            and newer.created_at > b.created_at)
                    and not exists (select from runtime_manager.function_version v
                        where v.tenant_id = b.tenant_id and v.function_id = b.function_id
                            and v.code_digest = b.result_digest)
                """).param(Timestamp.from(before)).update();
    }

    /** Forgets what functions were called that were deleted before {@code before}. */
    void forgetNames(Instant before) {
        jdbc.sql("delete from runtime_manager.former_function where deleted_at < ?")
                .param(Timestamp.from(before))
                .update();
    }

    /** Removes packages that were deployed before {@code before} and that nothing refers to; says how many. */
    int removePackages(Instant before) {
        List<Unused> unused =
                jdbc.sql("""
                select p.tenant_id as tenant, p.digest from runtime_manager.code_package p
                where p.created_at < ?
                    and not exists (select from runtime_manager.function_version v
                        where v.tenant_id = p.tenant_id and (v.code_digest = p.digest or p.digest = any (v.layer_digests)))
                    and not exists (select from runtime_manager.layer_version l
                        where l.tenant_id = p.tenant_id and l.code_digest = p.digest)
                    and not exists (select from runtime_manager.build b
                        where b.tenant_id = p.tenant_id
                            and (b.source_digest = p.digest or b.result_digest = p.digest))
                """).param(Timestamp.from(before)).query(Unused.class).list();
        int removed = 0;
        for (Unused gone : unused) {
            removed += remove(gone);
        }
        return removed;
    }

    private int remove(Unused unused) {
        try {
            return jdbc.sql("delete from runtime_manager.code_package where tenant_id = ? and digest = ?")
                    .params(unused.tenant(), unused.digest())
                    .update();
        } catch (DataIntegrityViolationException referred) {
            // Deployed again in this moment: the constraint decides.
            log.debug("package {} stays", unused.digest(), referred);
            return 0;
        }
    }

    /** Digests of the images that functions or open builds refer to. */
    List<String> imagesInUse() {
        return jdbc.sql("""
                select code_digest from runtime_manager.function_version where image_uri is not null
                union select result_digest from runtime_manager.build
                    where image_uri is not null and result_digest is not null and ended_at > now() - interval '1 hour'
                """).query(String.class).list();
    }
}
