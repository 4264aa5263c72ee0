package io.millirun.portal.rightsize;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.MemorySize;
import io.millirun.portal.functions.TestConsole;
import io.millirun.portal.functions.TestRun;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Tries a function at one memory size after another, beside the request that asked for it. */
@Component
class SizeTrials implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SizeTrials.class);

    private final TestConsole console;
    private final RightSizings sizings;
    private final ExecutorService running = Executors.newVirtualThreadPerTaskExecutor();

    SizeTrials(TestConsole console, RightSizings sizings) {
        this.console = console;
        this.sizings = sizings;
    }

    /**
     * Begins: at each size one call that may be cold, then {@code warmCalls} that are measured.
     *
     * @param sizes megabytes, ascending
     */
    UUID begin(Member member, FunctionVersion function, String event, List<Integer> sizes, int warmCalls) {
        UUID id = sizings.begin(member.organization(), function.function(), event, sizes);
        running.execute(() ->
                CurrentTenant.run(member.organization(), () -> run(id, member, function, event, sizes, warmCalls)));
        return id;
    }

    private void run(
            UUID id, Member member, FunctionVersion function, String event, List<Integer> sizes, int warmCalls) {
        List<Trial> done = new ArrayList<>();
        try {
            for (int size : sizes) {
                done.add(trial(member, function, event, size, warmCalls));
                sizings.record(member.organization(), id, done, done.size() == sizes.size());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            log.warn("the trials of {} ended early", function.name(), failed);
        }
    }

    private Trial trial(Member member, FunctionVersion function, String event, int size, int warmCalls)
            throws InterruptedException {
        var memory = new MemorySize(size);
        TestRun first = console.run(member, function, event, memory);
        List<TestRun> warm = new ArrayList<>();
        TestRun last = first;
        for (int i = 0; i < warmCalls && last.end() == TestRun.End.SUCCEEDED; i++) {
            last = console.run(member, function, event, memory);
            warm.add(last);
        }
        return last.end() == TestRun.End.SUCCEEDED
                ? Trial.of(size, first, warm)
                : Trial.failed(size, last.message().isEmpty() ? last.end().name() : last.message());
    }

    /** What is under way ends with the process. */
    @Override
    public void destroy() {
        running.shutdownNow();
    }
}
