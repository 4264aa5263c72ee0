package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;

/** Opens clients to the engine that {@code DOCKER_HOST} or the default socket names, speaking a version both know. */
final class EngineConnection {

    /** The newest API this code was written for; an older engine's own newest is used instead. */
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

    private static final int CONNECTIONS = 32;

    private EngineConnection() {}

    /**
     * @param host address of the engine; empty for what the environment says
     * @param timeout longest wait for an answer; zero for none, as an event stream needs it
     */
    static DockerClient open(String host, Duration timeout) {
        var unversioned = config(host, RemoteApiVersion.UNKNOWN_VERSION);
        RemoteApiVersion spoken;
        try (DockerClient client = client(unversioned, Duration.ofSeconds(10))) {
            RemoteApiVersion engines = RemoteApiVersion.parseConfig(
                    String.valueOf(client.versionCmd().exec().getApiVersion()));
            spoken = engines.isGreaterOrEqual(NEWEST) ? NEWEST : engines;
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return client(config(host, spoken), timeout);
    }

    private static DockerClientConfig config(String host, RemoteApiVersion version) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().withApiVersion(version);
        return host.isEmpty() ? config.build() : config.withDockerHost(host).build();
    }

    private static DockerClient client(DockerClientConfig config, Duration timeout) {
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(5));
        if (!timeout.isZero()) {
            http.responseTimeout(timeout);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }
}
