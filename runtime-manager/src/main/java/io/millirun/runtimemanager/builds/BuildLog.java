package io.millirun.runtimemanager.builds;

import io.millirun.kernel.CurrentTenant;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a build prints, on its way to the database: written every half second while it comes, up to a limit. */
final class BuildLog implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final String CUT = "\n… the log is longer than what is kept of it …\n";

    private final BuildRows rows;
    private final Build build;
    private final int limit;
    private final StringBuilder pending = new StringBuilder();
    private final CountDownLatch over = new CountDownLatch(1);
    private int length;
    private int piece;
    private boolean cut;
    private final Thread writer;

    BuildLog(BuildRows rows, Build build, int limit) {
        this.rows = rows;
        this.build = build;
        this.limit = limit;
        this.writer = Thread.ofVirtual().name("build-log").start(this::keepWriting);
    }

    synchronized void print(String text) {
        // PostgreSQL's texts have no zero characters, and terminals' colours say nothing here.
        String plain = text.replace("\0", "").replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
        if (length + plain.length() <= limit) {
            pending.append(plain);
            length += plain.length();
        } else if (!cut) {
            pending.append(plain, 0, limit - length).append(CUT);
            length = limit;
            cut = true;
        }
    }

    private void keepWriting() {
        try {
            while (!over.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush() {
        String text;
        int number;
        synchronized (this) {
            if (pending.isEmpty()) {
                return;
            }
            text = pending.toString();
            pending.setLength(0);
            number = piece++;
        }
        CurrentTenant.run(build.tenant(), () -> rows.addLog(build.tenant(), build.id(), number, text));
    }

    @Override
    public void close() {
        // Not by an interrupt, which would break the connection that is just written to.
        over.countDown();
        try {
            writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        flush();
    }
}
