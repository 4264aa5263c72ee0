package io.millirun.runtimemanager.docker;

import java.time.Duration;
import java.util.List;

/**
 * How this replica uses the Docker Engine.
 *
 * @param host address of the engine, {@code unix:///var/run/docker.sock}; empty for what the environment says
 * @param installation which Millirun the containers belong to, 1 to 32 letters and digits
 * @param replica which runtime-manager of the installation owns them
 * @param boot which process of that replica; changes at every start
 * @param runtimeApiPort port of the Runtime API on the instances' network
 * @param logPort port on which instances deliver what they print
 * @param pidsLimit processes and threads of one instance
 * @param openFiles open files of one process
 * @param ociRuntime the engine's OCI runtime for instances, {@code runc}, {@code runsc}; empty for the engine's default
 * @param gatewayPort port of the gateway, which functions may call as anybody may
 * @param allowedNetworks private networks that functions may reach all the same, as CIDR
 * @param timeout longest time the engine may take to answer
 */
public record DockerSettings(
        String host,
        String installation,
        String replica,
        String boot,
        int runtimeApiPort,
        int logPort,
        int pidsLimit,
        int openFiles,
        String ociRuntime,
        int gatewayPort,
        List<String> allowedNetworks,
        Duration timeout) {}
