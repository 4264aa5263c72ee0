package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Containers that start when the test says so, and a sandbox that notes what it is told. */
final class FakeEngine implements InstanceDriver, Sandbox {

    final List<InstanceSpec> started = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    boolean refusing;
    boolean brokenKernel;
    Ending ending = new Ending(1, false, false);

    /** A poll that notes what it is answered. */
    static final class FakePoll implements Poll {

        final List<Object> answers = new ArrayList<>();

        @Override
        public void assign(FunctionVersion version, boolean reexec) {
            answers.add(version);
        }

        @Override
        public void deliver(Call call, long deadlineMillis) {
            answers.add(call);
        }

        @Override
        public void close() {
            answers.add("closed");
        }
    }

    @Override
    public String hostAddress() {
        return "127.0.0.1";
    }

    @Override
    public boolean imagePresent(String image) {
        return true;
    }

    @Override
    public StartedInstance start(InstanceSpec spec) {
        if (refusing) {
            throw new DriverException("could not start", new IllegalStateException("refused by the test"));
        }
        started.add(spec);
        return new StartedInstance(spec.id().token(), this);
    }

    @Override
    public void remove(String containerId) {
        if (refusing) {
            throw new DriverException("could not remove", new IllegalStateException("refused by the test"));
        }
        removed.add(containerId);
    }

    @Override
    public Ending endingOf(String containerId) {
        return ending;
    }

    @Override
    public AutoCloseable watch(Consumer<String> containerEnded, Runnable reconnected) {
        return () -> {};
    }

    @Override
    public int sweep(java.util.Set<String> known) {
        return 0;
    }

    @Override
    public void removeAll() {
        removed.addAll(running());
    }

    @Override
    public List<String> running() {
        return started.stream().map(spec -> spec.id().token()).toList();
    }

    @Override
    public void limitMemory(MemorySize memory) {
        done.add("memory " + memory.megabytes());
    }

    @Override
    public void limitCpu(MemorySize memory) {
        done.add("cpu " + memory.megabytes());
    }

    @Override
    public void yieldCpu() {
        done.add("yield");
    }

    @Override
    public void claimCpu() {
        done.add("claim");
    }

    @Override
    public long heldMemoryBytes() {
        return 20 << 20;
    }

    @Override
    public long diskBytes(Folder folder) {
        return 0;
    }

    @Override
    public void freeze() {
        done.add("freeze");
    }

    @Override
    public void thaw() {
        done.add("thaw");
    }

    @Override
    public long cpuMicros() {
        return 0;
    }

    @Override
    public long peakMemoryBytes() {
        return 10 << 20;
    }

    @Override
    public void resetPeak() {
        if (brokenKernel) {
            throw new java.io.UncheckedIOException(new java.io.IOException("broken by the test"));
        }
        done.add("reset");
    }

    @Override
    public long outOfMemoryKills() {
        return 0;
    }

    static StemSource source() {
        return new StemSource() {
            @Override
            public java.util.Set<String> available() {
                return java.util.Set.of(Versions.RUNTIME);
            }

            @Override
            public java.util.Optional<Recipe> recipe(String runtime) {
                return java.util.Optional.of(new Recipe("image", List.of(), Map.of()));
            }

            @Override
            public java.util.Optional<String> unavailability(String runtime) {
                return java.util.Optional.empty();
            }
        };
    }
}
