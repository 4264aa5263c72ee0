package io.millirun.metering.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.spool.SpoolBatch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record that was set aside for an operator to look at; the same one twice is kept once. */
record RefusedUsage(@Nullable InvocationId id, Refusal reason, String content, String node) {

    static RefusedUsage of(UsageRecord usage, Refusal reason) {
        return new RefusedUsage(usage.id(), reason, usage.toString(), usage.node());
    }

    static RefusedUsage unreadable(UUID spool, SpoolBatch batch, String node) {
        String place = "%d of %d bytes before %d in segment %d of spool %s"
                .formatted(
                        batch.unreadable(),
                        batch.bytes(),
                        batch.next().offset(),
                        batch.next().segment(),
                        spool);
        return new RefusedUsage(null, Refusal.UNREADABLE, place, node);
    }

    static void insert(List<RefusedUsage> refused, Instant now, Connection connection) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into metering.refused_usage (digest, invocation_id, reason, content, node, refused_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (digest) do nothing""")) {
            for (RefusedUsage one : refused) {
                insert.setBytes(1, one.digest());
                insert.setObject(2, one.id == null ? null : one.id.value());
                insert.setString(3, one.reason.name().toLowerCase(Locale.ROOT));
                insert.setString(4, one.content.replace('\0', '\ufffd'));
                insert.setString(5, one.node.replace('\0', '\ufffd'));
                insert.setObject(6, now.atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest((reason + " " + content).getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
