package io.millirun.runtimemanager.runtimes;

import io.millirun.runtimemanager.runtimes.ImageState.Available;
import io.millirun.runtimemanager.runtimes.ImageState.Building;
import io.millirun.runtimemanager.runtimes.ImageState.Unavailable;
import io.millirun.runtimemanager.runtimes.ImageState.Waiting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks after the runtimes' images on this node: finds those that are there, builds the others one after another in the
 * background, and keeps looking. One that cannot be built says why and stops nothing else.
 */
public final class RuntimeImages implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RuntimeImages.class);

    private final RuntimeCatalogue catalogue;
    private final ImageBuilder builder;
    private final ImagePresence presence;
    private final boolean building;
    private final Duration checkInterval;
    private final Duration retryInterval;
    private final List<RuntimeImageListener> listeners;
    private final Clock clock;
    private final Map<String, ImageState> states = new ConcurrentHashMap<>();
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, Instant> failedAt = new ConcurrentHashMap<>();
    private volatile @Nullable Thread thread;

    /**
     * @param building whether images that are missing are built here
     * @param retryInterval how long after a build failed it is tried again
     */
    RuntimeImages(
            RuntimeCatalogue catalogue,
            ImageBuilder builder,
            ImagePresence presence,
            boolean building,
            Duration checkInterval,
            Duration retryInterval,
            List<RuntimeImageListener> listeners,
            Clock clock) {
        this.catalogue = catalogue;
        this.builder = builder;
        this.presence = presence;
        this.building = building;
        this.checkInterval = checkInterval;
        this.retryInterval = retryInterval;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        catalogue.all().forEach(runtime -> states.put(runtime.name(), new Waiting(clock.instant())));
    }

    /** The state of every runtime's image, by the runtime's name. */
    public Map<String, ImageState> states() {
        return Map.copyOf(states);
    }

    /** Names of the runtimes that functions can run on now. */
    public Set<String> available() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Available)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the engine calls the runtime's image, which changes with every update; empty while it is not available. */
    public Optional<String> image(String runtime) {
        return states.get(runtime) instanceof Available ? Optional.ofNullable(ids.get(runtime)) : Optional.empty();
    }

    /** The name of the runtime's image, which changes with its recipe; empty while it is not available. */
    public Optional<String> imageName(String runtime) {
        return states.get(runtime) instanceof Available available ? Optional.of(available.image()) : Optional.empty();
    }

    /** Why functions of {@code runtime} cannot run now, in a sentence for their users; empty if they can. */
    public Optional<String> unavailability(String runtime) {
        ImageState state = states.get(runtime);
        return switch (state) {
            case null -> Optional.of("There is no runtime " + runtime + ".");
            case Available _ -> Optional.empty();
            case Waiting _ -> Optional.of("Runtime " + runtime + " is being prepared: its image is built next.");
            case Building(String step, var _) ->
                Optional.of("Runtime " + runtime + " is being prepared: " + step + ".");
            case Unavailable(String reason, var _, var _) ->
                Optional.of("Runtime " + runtime + " is not available: " + reason + ".");
        };
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("runtime-images").start(this::lookAfterThem);
    }

    private void lookAfterThem() {
        try {
            while (true) {
                // What is there serves at once; what is not comes after.
                List<FunctionRuntime> missing = catalogue.all().stream()
                        .filter(runtime -> !look(runtime))
                        .toList();
                for (FunctionRuntime runtime : missing) {
                    obtain(runtime);
                }
                Thread.sleep(checkInterval);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the image is there, or nobody can say at the moment. */
    private boolean look(FunctionRuntime runtime) {
        try {
            String image = name(runtime);
            Optional<String> found = presence.identify(image);
            if (found.isPresent()) {
                // An update gives the name to another image.
                String before = ids.put(runtime.name(), found.get());
                if (!(states.get(runtime.name()) instanceof Available known
                        && known.image().equals(image)
                        && found.get().equals(before))) {
                    become(runtime, new Available(image, clock.instant()));
                }
                return true;
            }
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        } catch (IOException | RuntimeException unknown) {
            if (!(states.get(runtime.name()) instanceof Available)) {
                unavailable(runtime, String.valueOf(unknown.getMessage()));
            }
            return true;
        }
    }

    /** A process is needed to tell it, so it is asked for once. */
    private String name(FunctionRuntime runtime) throws IOException, InterruptedException {
        String known = names.get(runtime.name());
        if (known == null) {
            known = builder.imageName(runtime);
            names.put(runtime.name(), known);
        }
        return known;
    }

    private void obtain(FunctionRuntime runtime) throws InterruptedException {
        if (!building) {
            unavailable(runtime, "its image is not in this node's engine");
            return;
        }
        Instant failed = failedAt.get(runtime.name());
        if (failed != null && clock.instant().isBefore(failed.plus(retryInterval))) {
            return;
        }
        Optional<String> failure;
        try {
            become(runtime, new Building("looking at what is there", clock.instant()));
            failure = builder.build(runtime, step -> become(runtime, new Building(step, clock.instant())));
        } catch (IOException notStarted) {
            failure = Optional.of(String.valueOf(notStarted.getMessage()));
        }
        if (failure.isPresent()) {
            failedAt.put(runtime.name(), clock.instant());
            unavailable(runtime, failure.get());
        } else {
            failedAt.remove(runtime.name());
            look(runtime);
        }
    }

    private void unavailable(FunctionRuntime runtime, String reason) {
        if (!(states.get(runtime.name()) instanceof Unavailable known
                && known.reason().equals(reason))) {
            become(runtime, new Unavailable(reason, builder.command(runtime), clock.instant()));
        }
    }

    private void become(FunctionRuntime runtime, ImageState state) {
        states.put(runtime.name(), state);
        switch (state) {
            case Waiting _ -> {}
            case Building(String step, var _) -> log.info("Runtime {}: {}", runtime.name(), step);
            case Available(String image, var _) -> log.info("Runtime {} is available: {}", runtime.name(), image);
            case Unavailable(String reason, String remedy, var _) ->
                log.warn("Runtime {} is not available: {}. To try again: {}", runtime.name(), reason, remedy);
        }
        listeners.forEach(listener -> listener.changed(runtime, state));
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
