package io.millirun.runtimemanager.instances;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Port to what runs containers. Every method blocks, for at most the adapter's time-outs, and throws {@link
 * DriverException} when the engine refuses or does not answer; none is called on the way of a call.
 */
public interface InstanceDriver {

    /** Where instances reach this replica: an address of this host on the instances' network. */
    String hostAddress();

    /** Whether {@code image} is in the engine. */
    boolean imagePresent(String image);

    /** Makes and starts the container of an instance and returns once the engine says that it runs. */
    StartedInstance start(InstanceSpec spec);

    /** Removes a container and its volumes, running or not; one that is gone already is no error. */
    void remove(String containerId);

    /** How a container that has ended did so. */
    Ending endingOf(String containerId);

    /**
     * Calls back for each container of this replica that ends, until closed.
     *
     * @param reconnected run when the engine, which had gone away, is back: it may have forgotten what it was told
     */
    AutoCloseable watch(Consumer<String> containerEnded, Runnable reconnected);

    /**
     * Removes every container of this replica that an earlier process left, or that this process made and does not know.
     *
     * @param known short names of the instances that there are
     * @return how many were removed
     */
    int sweep(Set<String> known);

    /** Removes every container, running or not, that this process started. */
    void removeAll();

    /** Containers of this process that exist in the engine. */
    List<String> running();

    /**
     * How a container ended.
     *
     * @param outOfMemory whether the kernel killed a process in it for want of memory
     * @param killed whether somebody told the engine to kill it; its own code cannot
     */
    record Ending(int exitCode, boolean outOfMemory, boolean killed) {}

    /**
     * A container that runs.
     *
     * @param sandbox its limits, freezer and meters
     */
    record StartedInstance(String containerId, Sandbox sandbox) {}
}
