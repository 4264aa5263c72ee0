package io.millirun.metering;

import java.time.Duration;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of metering.
 *
 * @param node name of this runtime-manager in usage records and of its spool's folder; must stay the same when the
 *     process starts again, or the spool of before is not found
 * @param spool the local log
 * @param shipping the way from the spool to PostgreSQL
 * @param retention how long raw usage records are kept; roll-ups stay
 */
@ConfigurationProperties("millirun.metering")
public record MeteringProperties(
        @DefaultValue("local") String node,
        @DefaultValue Spool spool,
        @DefaultValue Shipping shipping,
        @DefaultValue("P13M") Period retention) {

    public MeteringProperties {
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("millirun.metering.node: letters, digits, '.', '_', '-', at most 64");
        }
        if (retention.toTotalMonths() < 1) {
            throw new IllegalArgumentException("millirun.metering.retention: at least one month");
        }
    }

    /**
     * The local log of usage records.
     *
     * @param fsyncInterval longest time a record can be lost for by a power failure; zero syncs before each append
     *     returns. A crash of the process alone loses nothing, whatever this is
     * @param segmentSize size at which a segment file is closed and a new one begun
     * @param segmentAge age at which it is
     * @param limit most that the spool may take on disk; beyond it calls are refused
     */
    public record Spool(
            @DefaultValue("1s") Duration fsyncInterval,
            @DefaultValue("16MB") DataSize segmentSize,
            @DefaultValue("10m") Duration segmentAge,
            @DefaultValue("1GB") DataSize limit) {

        public Spool {
            if (fsyncInterval.isNegative() || segmentAge.isNegative() || segmentAge.isZero()) {
                throw new IllegalArgumentException("millirun.metering.spool: a duration is negative or zero");
            }
            if (segmentSize.toBytes() < 4096 || limit.toBytes() < 2 * segmentSize.toBytes()) {
                throw new IllegalArgumentException(
                        "millirun.metering.spool: segment-size at least 4KB, limit at least two segments");
            }
        }
    }

    /**
     * The way from the spool to PostgreSQL.
     *
     * @param batch most records in one transaction
     * @param interval how often the spool is looked into when it was empty
     * @param timeout longest time that one transaction may take
     * @param longestBackoff longest wait before the next attempt while PostgreSQL refuses
     */
    public record Shipping(
            @DefaultValue("10000") int batch,
            @DefaultValue("500ms") Duration interval,
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("15s") Duration longestBackoff) {

        public Shipping {
            if (batch < 1 || interval.toMillis() < 1 || timeout.toMillis() < 1 || longestBackoff.toMillis() < 1) {
                throw new IllegalArgumentException("millirun.metering.shipping: every value must be positive");
            }
        }
    }
}
