package io.millirun.portal.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.portal.organization.Member;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Code that a member has written and not deployed yet: one draft for each function and member. */
@Repository
class CodeDrafts {

    private static final TypeReference<LinkedHashMap<String, String>> FILES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    CodeDrafts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A draft.
     *
     * @param digest the code package it was made from
     * @param files texts by path
     */
    record Draft(String digest, Map<String, String> files, Instant savedAt) {}

    @Transactional(readOnly = true)
    public Optional<Draft> find(Member member, FunctionId function) {
        return jdbc.sql("""
                        select digest, files, saved_at from portal.code_drafts
                        where tenant_id = ? and function_id = ? and user_id = ?""")
                .params(
                        member.organization().value(),
                        function.value(),
                        member.user().value())
                .query((row, _) -> new Draft(
                        row.getString("digest"),
                        JsonMapper.shared().readValue(row.getString("files"), FILES),
                        row.getTimestamp("saved_at").toInstant()))
                .optional();
    }

    /** Keeps the draft, over the member's last one of this function. */
    @Transactional
    public void save(Member member, FunctionId function, String digest, Map<String, String> files) {
        jdbc.sql("""
                        insert into portal.code_drafts (tenant_id, function_id, user_id, digest, files, saved_at)
                        values (?, ?, ?, ?, ?::jsonb, ?)
                        on conflict (tenant_id, function_id, user_id)
                        do update set digest = excluded.digest, files = excluded.files, saved_at = excluded.saved_at""")
                .params(
                        member.organization().value(),
                        function.value(),
                        member.user().value(),
                        digest,
                        JsonMapper.shared().writeValueAsString(files),
                        Timestamp.from(clock.instant()))
                .update();
    }

    @Transactional
    public void discard(Member member, FunctionId function) {
        jdbc.sql("delete from portal.code_drafts where tenant_id = ? and function_id = ? and user_id = ?")
                .params(
                        member.organization().value(),
                        function.value(),
                        member.user().value())
                .update();
    }
}
