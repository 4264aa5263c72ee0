package io.millirun.portal.functions;

import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.ImageState;
import io.millirun.runtimemanager.runtimes.ImageState.Available;
import io.millirun.runtimemanager.runtimes.ImageState.Building;
import io.millirun.runtimemanager.runtimes.ImageState.Unavailable;
import io.millirun.runtimemanager.runtimes.ImageState.Waiting;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.RuntimeStatus;
import io.millirun.runtimemanager.runtimes.RuntimeStatuses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which runtimes there are and how far each is, over all nodes that report. */
@Component
class RuntimeBoard {

    private static final List<String> ORDER = List.of("nodejs", "python", "java", "provided");

    /** A node reports every few seconds; one that has not for so long is not there. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    private final RuntimeCatalogue catalogue;
    private final RuntimeStatuses statuses;
    private final Clock clock;

    RuntimeBoard(RuntimeCatalogue catalogue, RuntimeStatuses statuses, Clock clock) {
        this.catalogue = catalogue;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** All runtimes on offer, in the order of their names. */
    List<Entry> entries() {
        List<RuntimeStatus> reported = reported();
        return catalogue.all().stream()
                .sorted(Comparator.comparingInt(RuntimeBoard::place))
                .map(runtime -> entry(runtime, reported))
                .toList();
    }

    /** Languages whose code runs as it is written come before those that are built. */
    private static int place(FunctionRuntime runtime) {
        int place = ORDER.indexOf(runtime.name().replaceAll("[0-9.].*", ""));
        return place < 0 ? ORDER.size() : place;
    }

    Optional<Entry> find(String runtime) {
        return entries().stream().filter(entry -> entry.name().equals(runtime)).findFirst();
    }

    private List<RuntimeStatus> reported() {
        Instant oldest = clock.instant().minus(SILENT);
        return statuses.all().stream()
                .filter(status -> status.reportedAt().isAfter(oldest))
                .toList();
    }

    /** Where nodes differ, what the furthest of them says counts: calls can go there. */
    private static Entry entry(FunctionRuntime runtime, List<RuntimeStatus> reported) {
        return reported.stream()
                .filter(status -> status.runtime().equals(runtime.name()))
                .max(Comparator.comparingInt(status -> rank(status.state())))
                .map(status -> entry(runtime, status))
                .orElse(new Entry(runtime, State.SILENT, "", "", "", null));
    }

    private static int rank(ImageState state) {
        return switch (state) {
            case Available _ -> 3;
            case Building _ -> 2;
            case Waiting _ -> 1;
            case Unavailable _ -> 0;
        };
    }

    private static Entry entry(FunctionRuntime runtime, RuntimeStatus status) {
        Instant since = status.state().since();
        return switch (status.state()) {
            case Available(String image, var _) -> new Entry(runtime, State.READY, image, "", status.node(), since);
            case Building(String step, var _) -> new Entry(runtime, State.BUILDING, step, "", status.node(), since);
            case Waiting _ -> new Entry(runtime, State.WAITING, "", "", status.node(), since);
            case Unavailable(String reason, String remedy, var _) ->
                new Entry(runtime, State.UNAVAILABLE, reason, remedy, status.node(), since);
        };
    }

    /** How far a runtime is. */
    enum State {
        READY("is-ok"),
        BUILDING("is-building"),
        WAITING("is-idle"),
        UNAVAILABLE("is-error"),
        /** No node that runs functions reports. */
        SILENT("is-error");

        private final String style;

        State(String style) {
            this.style = style;
        }

        /** Class of its mark on pages. */
        public String style() {
            return style;
        }
    }

    /**
     * A runtime on offer.
     *
     * @param detail image, build step or reason
     * @param remedy command for an operator, empty if none is needed
     * @param node which node says so, empty if none does
     */
    record Entry(
            FunctionRuntime runtime,
            State state,
            String detail,
            String remedy,
            String node,
            @Nullable Instant since) {

        public String name() {
            return runtime.name();
        }

        public boolean isReady() {
            return state == State.READY;
        }
    }
}
