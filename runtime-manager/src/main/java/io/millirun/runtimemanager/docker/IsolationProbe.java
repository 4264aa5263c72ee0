package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import io.millirun.runtimemanager.instances.DriverException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tries from inside an instance's network what tenants' code must not be able to do: reach a port of this host that is not
 * meant for it, and the metadata service of a cloud.
 */
final class IsolationProbe {

    private static final String METADATA = "169.254.169.254";
    private static final int REACHED_HOST = 3;
    private static final int REACHED_METADATA = 4;
    private static final int LONGEST_SECONDS = 20;

    /** What starting it, its run and its removal may take together. */
    static final Duration PATIENCE = Duration.ofSeconds(LONGEST_SECONDS + 40);

    /** Exit code 0 if neither connection comes about. perl-base is in every image that we build. */
    private static final String SCRIPT = """
            use Socket;
            sub reaches {
                my ($host, $port) = @_;
                socket(my $s, AF_INET, SOCK_STREAM, 0) or return 0;
                local $SIG{ALRM} = sub { die };
                return eval { alarm 2; my $ok = connect($s, pack_sockaddr_in($port, inet_aton($host))); alarm 0; $ok };
            }
            exit %d if reaches($ARGV[0], $ARGV[1]);
            exit %d if reaches('%s', 80);
            exit 0;
            """.formatted(REACHED_HOST, REACHED_METADATA, METADATA);

    private IsolationProbe() {}

    /** What an instance could reach and must not; empty if all is closed. */
    static Optional<String> run(DockerClient engine, DockerSettings settings, InstanceNetwork network, String image) {
        try (var canary = new ServerSocket(0, 8, InetAddress.getByName(network.address()))) {
            int code = exitCode(engine, settings, network, image, canary.getLocalPort());
            return switch (code) {
                case 0 -> Optional.empty();
                case REACHED_HOST -> Optional.of("instances reach ports of this host that are not meant for them");
                case REACHED_METADATA -> Optional.of("instances reach the metadata service at " + METADATA);
                default -> Optional.of("the isolation probe could not run (exit code " + code + ")");
            };
        } catch (IOException failed) {
            return Optional.of("the isolation probe could not listen: " + failed.getMessage());
        }
    }

    private static int exitCode(
            DockerClient engine, DockerSettings settings, InstanceNetwork network, String image, int port) {
        String id = engine.createContainerCmd(image)
                .withEntrypoint("/usr/bin/perl", "-e", SCRIPT, network.address(), Integer.toString(port))
                .withCmd()
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network.name()))
                .withLabels(Labels.instance(settings, Labels.PROBE, Labels.PROBE))
                .exec()
                .getId();
        try {
            engine.startContainerCmd(id).exec();
            return engine.waitContainerCmd(id)
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException failed) {
            throw new DriverException("could not probe the isolation: " + failed.getMessage(), failed);
        } finally {
            engine.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }
}
