package io.millirun.billing.notice;

import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what organizations are told, each occasion once, until it is handed over. */
@Component
public class Notices {

    private static final int MOST = 100;

    private final JdbcClient worker;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();

    Notices(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /** Tells it, in the transaction in progress; false if that was told before. */
    public boolean tell(TenantId tenant, String key, Notice.Kind kind, Map<String, String> facts) {
        return worker.sql("""
                        insert into billing.notice (tenant_id, key, id, kind, facts, created_at)
                        values (?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing""")
                        .params(
                                tenant.value(),
                                key,
                                Uuid7.next(),
                                kind.name(),
                                json.writeValueAsString(facts),
                                clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** What was not handed over yet, oldest first; locked until the transaction in progress ends, skipped by others. */
    public List<Notice> waiting() {
        return worker.sql("""
                        select * from billing.notice where handed_over_at is null
                        order by created_at limit ? for update skip locked""").param(MOST).query((row, _) -> notice(row)).list();
    }

    /** It is in other hands now. */
    public void handedOver(Notice notice) {
        worker.sql("update billing.notice set handed_over_at = ? where tenant_id = ? and key = ?")
                .params(
                        clock.instant().atOffset(ZoneOffset.UTC),
                        notice.tenant().value(),
                        notice.key())
                .update();
    }

    private Notice notice(ResultSet row) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        json.readTree(row.getString("facts"))
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
        return new Notice(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("key"),
                Notice.Kind.valueOf(row.getString("kind")),
                facts);
    }
}
