package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge that instances are on: they reach this host's address on it and the outside, and not each other.
 *
 * @param name of the network in the engine
 * @param bridge name of its network interface on this host
 * @param address this host's address on the bridge
 */
record InstanceNetwork(String name, String bridge, String address) {

    private static final Logger log = LoggerFactory.getLogger(InstanceNetwork.class);

    /** Finds the installation's bridge, or makes it. */
    static InstanceNetwork of(DockerClient engine, String installation) {
        String name = "millirun-" + installation;
        if (find(engine, name).isEmpty()) {
            try {
                engine.createNetworkCmd()
                        .withName(name)
                        .withDriver("bridge")
                        .withLabels(Map.of(Labels.INSTALLATION, installation))
                        .withOptions(Map.of(
                                "com.docker.network.bridge.enable_icc",
                                "false",
                                "com.docker.network.bridge.name",
                                bridge(installation)))
                        .withCheckDuplicate(true)
                        .exec();
            } catch (ConflictException _) {
                // another replica of the installation was faster
            }
        }
        Network network = find(engine, name).orElseThrow();
        return new InstanceNetwork(name, bridge(installation), gateway(network));
    }

    /** Takes the bridge away, unless another replica's containers are on it: an engine has room for some thirty. */
    void removeIfUnused(DockerClient engine) {
        try {
            engine.removeNetworkCmd(name).exec();
        } catch (DockerException used) {
            log.debug("the network {} stays: {}", name, used.getMessage());
        }
    }

    private static Optional<Network> find(DockerClient engine, String name) {
        return engine.listNetworksCmd().withNameFilter(name).exec().stream()
                .filter(network -> name.equals(network.getName()))
                .findFirst();
    }

    /** Linux allows 15 characters for the name of an interface. */
    private static String bridge(String installation) {
        return "mr-" + installation.substring(0, Math.min(installation.length(), 12));
    }

    private static String gateway(Network network) {
        for (var pool : network.getIpam().getConfig()) {
            @Nullable String gateway = pool.getGateway();
            if (gateway != null && gateway.indexOf(':') < 0) {
                return gateway.replaceFirst("/.*", "");
            }
        }
        throw new IllegalStateException("network " + network.getName() + " has no IPv4 gateway");
    }
}
