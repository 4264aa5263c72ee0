package io.millirun.runtimemanager;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of what runs functions.
 *
 * @param gatewayPort port of function URLs and the Lambda API
 * @param runtimeApiPort port of the Runtime API on the instances' network
 * @param logPort port on which instances deliver what they print
 * @param region told to functions as {@code AWS_REGION}
 * @param functionsDomain domain below which each function URL is a host, {@code functions.example.net}; another registrable
 *     domain than the portal's; empty if function URLs are paths of the gateway alone
 * @param eventLoops threads that carry calls; 0 means one for every two cores
 * @param stems stems kept ready per runtime, whatever the demand
 * @param mostStems stems kept ready per runtime and memory class, however great the demand
 * @param stemClass memory class of the stems that are kept without demand
 * @param refillCpuPercent share of the machine's CPU that refilling the stems may use while calls run
 * @param refillQuiet time without a cold start after which refilling the stems begins
 * @param refillPatience longest time that refilling the stems waits for quiet
 * @param parallelStarts containers started at the same time; 0 means one per core
 * @param memory memory that all instances together may count; 0 means three quarters of the machine's
 * @param concurrencyPerOrganization calls of one organization that run or wait at the same time
 * @param queuePerFunction calls of one function version that may wait for an instance
 * @param queueWait longest time a call waits for an instance
 * @param freezeAfter time an instance stays unfrozen after its last call
 * @param idleTimeout upper bound on the life of an instance without calls
 * @param initTimeout longest init
 * @param startTimeout longest time from starting a container to its first poll
 * @param logLimit output kept per call
 * @param payloadLimit largest event, and largest answer
 * @param streamLimit largest answer that is streamed
 * @param engineTimeout longest time the container engine may take to answer
 * @param probeInterval how often the isolation of instances is probed
 * @param drainTimeout longest time that running calls are waited for when the process stops
 * @param pidsLimit processes and threads of one instance
 * @param openFiles open files of one process in an instance
 * @param ociRuntime the engine's OCI runtime for instances, {@code runsc} or {@code kata}; empty for its default
 * @param allowedNetworks private networks, as CIDR, that functions may reach; all others are closed to them
 * @param portalCookies names of the portal's cookies, which functions neither see nor set
 */
@ConfigurationProperties("millirun.engine")
public record EngineProperties(
        @DefaultValue("8081") int gatewayPort,
        @DefaultValue("9001") int runtimeApiPort,
        @DefaultValue("9002") int logPort,
        @DefaultValue("millirun-1") String region,
        @DefaultValue("") String functionsDomain,
        @DefaultValue("0") int eventLoops,
        @DefaultValue("2") int stems,
        @DefaultValue("10") int mostStems,
        @DefaultValue("128MB") DataSize stemClass,
        @DefaultValue("25") int refillCpuPercent,
        @DefaultValue("250ms") Duration refillQuiet,
        @DefaultValue("2s") Duration refillPatience,
        @DefaultValue("0") int parallelStarts,
        @DefaultValue("0MB") DataSize memory,
        @DefaultValue("200") int concurrencyPerOrganization,
        @DefaultValue("1000") int queuePerFunction,
        @DefaultValue("30s") Duration queueWait,
        @DefaultValue("50ms") Duration freezeAfter,
        @DefaultValue("6h") Duration idleTimeout,
        @DefaultValue("10s") Duration initTimeout,
        @DefaultValue("60s") Duration startTimeout,
        @DefaultValue("256KB") DataSize logLimit,
        @DefaultValue("6MB") DataSize payloadLimit,
        @DefaultValue("200MB") DataSize streamLimit,
        @DefaultValue("30s") Duration engineTimeout,
        @DefaultValue("10m") Duration probeInterval,
        @DefaultValue("15s") Duration drainTimeout,
        @DefaultValue("1024") int pidsLimit,
        @DefaultValue("1024") int openFiles,
        @DefaultValue("") String ociRuntime,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue({"mr_session", "mr_csrf"}) Set<String> portalCookies) {

    public EngineProperties {
        if (idleTimeout.isNegative() || freezeAfter.isNegative() || eventLoops < 0 || parallelStarts < 0) {
            throw new IllegalArgumentException("settings of millirun.engine must not be negative");
        }
    }
}
