package io.millirun.metering.spool;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.UsageRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's own log of usage records. Appending is one write to the page cache, made to be called on an event loop before
 * the caller gets its answer; what was appended survives the end of this process at any instant, and the end of the
 * machine once it is synced. Safe for use by many threads; one process at a time owns the folder.
 */
public final class UsageSpool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UsageSpool.class);

    /** How often segments are looked after when every append syncs for itself. */
    private static final long HOUSEKEEPING_MILLIS = 1_000;

    private final MeteringProperties.Spool settings;
    private final Clock clock;
    private final SpoolFolder folder;
    private final Object rotating = new Object();
    private final ScheduledExecutorService housekeeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("usage-spool").daemon().factory());

    // Guarded by this.
    private final ByteBuffer frame = ByteBuffer.allocate(Frame.MOST_BYTES);
    private final Unshipped unshipped = new Unshipped();
    private Segment active;
    private @Nullable String fault;
    private long appended;

    private volatile boolean full;
    private volatile SpoolPosition shippedTo = SpoolPosition.START;

    private UsageSpool(SpoolFolder folder, MeteringProperties.Spool settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.folder = folder;
        Instant now = clock.instant();
        for (SealedSegment segment : folder.sealed()) {
            unshipped.added(segment.records(), segment.payloadBytes(), now);
        }
        this.active = folder.create(folder.nextNumber(), now);
    }

    /**
     * Opens the spool in {@code directory}, makes it if it is not there, repairs what a crash left.
     *
     * @throws UncheckedIOException if the folder cannot be used, or another process uses it
     */
    public static UsageSpool open(Path directory, MeteringProperties.Spool settings, Clock clock) {
        try {
            SpoolFolder folder = SpoolFolder.open(directory);
            try {
                UsageSpool spool = new UsageSpool(folder, settings, clock);
                spool.startHousekeeping();
                return spool;
            } catch (IOException failed) {
                try (folder) {
                    throw failed;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("usage spool " + directory + ": " + failed.getMessage(), failed);
        }
    }

    private void startHousekeeping() {
        long interval = syncsEveryRecord()
                ? HOUSEKEEPING_MILLIS
                : settings.fsyncInterval().toMillis();
        var _ = housekeeper.scheduleWithFixedDelay(this::tick, interval, interval, TimeUnit.MILLISECONDS);
    }

    private boolean syncsEveryRecord() {
        return settings.fsyncInterval().isZero();
    }

    /** Identity of this spool, under which PostgreSQL keeps the position it was shipped to. */
    public UUID id() {
        return folder.spool();
    }

    /**
     * Adds a record. When this returns it survives the end of this process.
     *
     * @throws MillirunException with {@link Fault#DEPENDENCY} if the disk limit is reached or the disk refuses; the
     *     record was not added then, unless only its sync failed
     */
    public void append(UsageRecord usage) {
        Segment segment;
        try {
            segment = write(usage);
            if (syncsEveryRecord()) {
                segment.sync(segment.length());
            }
        } catch (IOException failed) {
            failed(failed);
            throw new MillirunException(
                    Fault.DEPENDENCY, "UsageSpoolUnwritable", "The usage spool cannot be written.", failed);
        }
    }

    private synchronized Segment write(UsageRecord usage) throws IOException {
        Instant now = clock.instant();
        Frame.write(usage, now, frame);
        if (diskBytes() + frame.limit() > settings.limit().toBytes()) {
            full = true;
            throw new MillirunException(
                    Fault.DEPENDENCY,
                    "UsageSpoolFull",
                    "The usage spool has reached its limit of " + settings.limit()
                            + "; it empties when PostgreSQL can be reached again.");
        }
        active.append(frame);
        unshipped.added(1, frame.limit(), now);
        appended++;
        return active;
    }

    /** Whether a new call's record would fit, with room kept for those of calls that run already. Never blocks. */
    public boolean hasRoom() {
        return !full;
    }

    /** What waits to be shipped. */
    public synchronized Backlog backlog() {
        return new Backlog(
                unshipped.records(),
                unshipped.bytes(),
                unshipped.oldest(),
                diskBytes(),
                settings.limit().toBytes(),
                Optional.ofNullable(fault));
    }

    /** Records that this process has appended. */
    synchronized long appended() {
        return appended;
    }

    private long diskBytes() {
        return folder.bytes() + active.length();
    }

    /**
     * Tells where PostgreSQL says an earlier process had shipped to; called before the first {@link #read}.
     *
     * @return where reading goes on
     */
    public SpoolPosition resume(SpoolPosition shipped) throws IOException {
        if (shipped.segment() >= activeNumber()) {
            log.warn("usage spool {} is older than what was shipped from it: all of it is shipped again", id());
            rotate(shipped.segment() + 1);
            return SpoolPosition.START;
        }
        Instant now = clock.instant();
        for (SealedSegment segment : folder.sealed()) {
            long number = segment.file().number();
            if (number <= shipped.segment()) {
                long offset = number < shipped.segment() ? segment.length() : shipped.offset();
                long records = segment.recordsBefore(offset);
                synchronized (this) {
                    unshipped.shipped(records, Math.max(0, offset - Segment.HEADER_BYTES), now);
                }
            }
        }
        shippedTo = shipped;
        folder.deleteUntil(shipped);
        return shipped;
    }

    /** At most {@code most} records from {@code position} on; an empty batch when there is none. */
    public SpoolBatch read(SpoolPosition position, int most) throws IOException {
        SealedSegment readable;
        synchronized (this) {
            readable = active.sealed();
        }
        return folder.read(position, readable, most);
    }

    /** Forgets a batch that PostgreSQL has committed; segments that are wholly shipped are deleted. */
    public void shipped(SpoolBatch batch) throws IOException {
        synchronized (this) {
            unshipped.shipped(batch.records().size(), batch.bytes(), batch.lastAppendedAt());
        }
        shippedTo = batch.next();
        folder.deleteUntil(shippedTo);
        updateFull();
    }

    /** Syncs, begins a new segment when the active one is large or old enough, deletes what is shipped. */
    void tick() {
        try {
            Segment segment = active();
            segment.sync(segment.length());
            if (isDue(segment)) {
                rotate(segment.number() + 1);
                folder.deleteUntil(shippedTo);
            }
            updateFull();
        } catch (IOException | RuntimeException failed) {
            failed(failed);
            log.error("usage spool {} cannot be synced or continued", id(), failed);
        }
    }

    private boolean isDue(Segment segment) {
        boolean faulty;
        synchronized (this) {
            faulty = fault != null;
        }
        return faulty
                || segment.length() >= settings.segmentSize().toBytes()
                || (segment.length() > Segment.HEADER_BYTES
                        && !segment.createdAt().plus(settings.segmentAge()).isAfter(clock.instant()));
    }

    private void rotate(long number) throws IOException {
        synchronized (rotating) {
            Segment next = folder.create(Math.max(number, activeNumber() + 1), clock.instant());
            Segment last;
            synchronized (this) {
                last = active;
                folder.add(last.sealed());
                active = next;
                fault = null;
            }
            last.close();
        }
    }

    private synchronized void failed(Exception why) {
        fault = String.valueOf(why.getMessage());
    }

    private synchronized Segment active() {
        return active;
    }

    private long activeNumber() {
        return active().number();
    }

    private synchronized void updateFull() {
        long headroom =
                Math.min(settings.segmentSize().toBytes(), settings.limit().toBytes() / 8);
        full = diskBytes() + headroom > settings.limit().toBytes();
    }

    /** Syncs and closes; records that were not shipped stay for the next process. */
    @Override
    public void close() {
        housekeeper.close();
        try (folder) {
            active().close();
        } catch (IOException failed) {
            throw new UncheckedIOException("usage spool " + id() + ": " + failed.getMessage(), failed);
        }
    }
}
