package io.millirun.metering.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class UsageSpoolTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final UsageRecords records = UsageRecords.startedAt(NOW);
    private final SteppingClock clock = new SteppingClock(NOW);

    @Test
    void recordsAreReadInTheOrderOfTheirAppend() throws IOException {
        List<UsageRecord> written = some(5);
        try (UsageSpool spool = open()) {
            written.forEach(spool::append);

            assertThat(all(spool, SpoolPosition.START)).isEqualTo(written);
        }
    }

    @Test
    void readingGoesOnWhereTheLastBatchEnded() throws IOException {
        List<UsageRecord> written = some(5);
        try (UsageSpool spool = open()) {
            written.forEach(spool::append);

            SpoolBatch first = spool.read(SpoolPosition.START, 3);
            SpoolBatch second = spool.read(first.next(), 3);

            assertThat(first.records()).isEqualTo(written.subList(0, 3));
            assertThat(second.records()).isEqualTo(written.subList(3, 5));
            assertThat(spool.read(second.next(), 3).isEmpty()).isTrue();
        }
    }

    @Test
    void theNextProcessReadsWhatWasNotShipped() throws IOException {
        List<UsageRecord> written = some(5);
        SpoolPosition shipped;
        try (UsageSpool spool = open()) {
            written.forEach(spool::append);
            shipped = spool.read(SpoolPosition.START, 2).next();
        }
        try (UsageSpool spool = open()) {
            SpoolPosition position = spool.resume(shipped);

            assertThat(spool.backlog().records()).isEqualTo(3);
            assertThat(all(spool, position)).isEqualTo(written.subList(2, 5));
        }
    }

    @Test
    void aTornTailIsCutOffAndTheRecordsBeforeItStay() throws IOException {
        List<UsageRecord> written = some(4);
        try (UsageSpool spool = open()) {
            written.forEach(spool::append);
        }
        Path segment = onlySegmentWithRecords();
        long intact = Files.size(segment);
        for (long torn = intact - 1; torn > intact - 20; torn--) {
            try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                file.truncate(torn);
            }
            try (UsageSpool spool = open()) {
                assertThat(all(spool, SpoolPosition.START)).isEqualTo(written.subList(0, 3));
                assertThat(spool.read(SpoolPosition.START, 10).unreadable()).isZero();
            }
        }
    }

    @Test
    void aDamagedRecordIsReportedAndHidesNoOther() throws IOException {
        List<UsageRecord> written = some(4);
        try (UsageSpool spool = open()) {
            written.forEach(spool::append);
        }
        Path segment = onlySegmentWithRecords();
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            long frame = (file.size() - Segment.HEADER_BYTES) / 4;
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), Segment.HEADER_BYTES + frame + 40);
        }
        try (UsageSpool spool = open()) {
            SpoolBatch batch = spool.read(SpoolPosition.START, 10);

            assertThat(batch.records()).containsExactly(written.get(0), written.get(2), written.get(3));
            assertThat(batch.unreadable()).isPositive();
        }
    }

    @Test
    void segmentsRotateBySizeAndGoWhenTheyAreShipped() throws IOException {
        List<UsageRecord> written = some(100);
        try (UsageSpool spool = open()) {
            for (UsageRecord usage : written) {
                spool.append(usage);
                spool.tick();
            }
            assertThat(segments()).hasSizeGreaterThan(3);

            List<UsageRecord> read = new ArrayList<>();
            SpoolPosition position = SpoolPosition.START;
            for (SpoolBatch batch = spool.read(position, 7); !batch.isEmpty(); batch = spool.read(position, 7)) {
                read.addAll(batch.records());
                spool.shipped(batch);
                position = batch.next();
            }

            assertThat(read).isEqualTo(written);
            assertThat(segments()).hasSize(1);
            assertThat(spool.backlog().records()).isZero();
            assertThat(spool.backlog().bytes()).isZero();
        }
    }

    @Test
    void segmentsRotateByAge() throws IOException {
        try (UsageSpool spool = open()) {
            spool.append(records.next());
            clock.step(Duration.ofMinutes(9));
            spool.tick();
            assertThat(segments()).hasSize(1);

            clock.step(Duration.ofMinutes(1));
            spool.tick();

            assertThat(segments()).hasSize(2);
        }
    }

    @Test
    void aSpoolWhoseSegmentsAreAllShippedStillNumbersOn() throws IOException {
        SpoolPosition shipped;
        try (UsageSpool spool = open()) {
            spool.append(records.next());
            SpoolBatch batch = spool.read(SpoolPosition.START, 1);
            spool.shipped(batch);
            shipped = batch.next();
        }
        UsageRecord later = records.next();
        try (UsageSpool spool = open()) {
            spool.append(later);

            assertThat(all(spool, spool.resume(shipped))).containsExactly(later);
        }
    }

    @Test
    void aFolderRestoredFromABackupIsShippedAgainAsAWhole() throws IOException {
        UsageRecord old = records.next();
        UsageRecord young = records.next();
        try (UsageSpool spool = open()) {
            spool.append(old);
        }
        try (UsageSpool spool = open()) {
            spool.append(young);
            SpoolPosition position = spool.resume(new SpoolPosition(17, 4_000));
            UsageRecord youngest = records.next();
            spool.append(youngest);

            assertThat(all(spool, position)).containsExactly(old, young, youngest);
            assertThat(spool.read(new SpoolPosition(17, 4_000), 10).records()).containsExactly(youngest);
        }
    }

    @Test
    void anAppendBeyondTheDiskLimitIsRefusedUntilShippingMakesRoom() throws IOException {
        try (UsageSpool spool = open()) {
            assertThatExceptionOfType(MillirunException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            spool.append(records.next());
                        }
                    })
                    .satisfies(refused -> assertThat(refused.fault()).isEqualTo(Fault.DEPENDENCY));
            assertThat(spool.hasRoom()).isFalse();
            assertThat(spool.backlog().diskBytes())
                    .isLessThanOrEqualTo(spool.backlog().diskLimit());

            SpoolPosition position = SpoolPosition.START;
            for (SpoolBatch batch = spool.read(position, 50); !batch.isEmpty(); batch = spool.read(position, 50)) {
                spool.shipped(batch);
                position = batch.next();
            }
            spool.tick();
            spool.append(records.next());

            assertThat(spool.hasRoom()).isTrue();
        }
    }

    @Test
    void theBacklogTellsCountAndAge() throws IOException {
        try (UsageSpool spool = open()) {
            assertThat(spool.backlog().oldest()).isEmpty();

            spool.append(records.next());
            clock.step(Duration.ofMinutes(1));
            spool.append(records.next());

            assertThat(spool.backlog().records()).isEqualTo(2);
            assertThat(spool.backlog().bytes()).isPositive();
            assertThat(spool.backlog().oldest()).contains(NOW);
        }
    }

    @Test
    void aFolderInUseIsRefused() {
        try (UsageSpool spool = open()) {
            assertThat(spool.id()).isNotNull();

            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::open);
        }
    }

    @Test
    void anInterruptedThreadAppendsLikeAnyOther() throws IOException {
        try (UsageSpool spool = open()) {
            Thread.currentThread().interrupt();
            spool.append(records.next());
            assertThat(Thread.interrupted()).isTrue();
            spool.append(records.next());

            assertThat(all(spool, SpoolPosition.START)).hasSize(2);
        }
    }

    @Test
    void manyThreadsAppendWithoutLossEvenWhenEveryRecordIsSynced() throws Exception {
        MeteringProperties.Spool everyRecord = new MeteringProperties.Spool(
                Duration.ZERO, DataSize.ofKilobytes(64), Duration.ofMinutes(10), DataSize.ofMegabytes(10));
        try (UsageSpool spool = UsageSpool.open(folder, everyRecord, clock)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(_ -> Thread.startVirtualThread(() -> {
                        await(start);
                        IntStream.range(0, 100).forEach(_ -> spool.append(records.next()));
                    }))
                    .toList();
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(all(spool, SpoolPosition.START)).doesNotHaveDuplicates().hasSize(800);
        }
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private UsageSpool open() {
        return UsageSpool.open(
                folder,
                new MeteringProperties.Spool(
                        NEVER, DataSize.ofBytes(4_096), Duration.ofMinutes(10), DataSize.ofKilobytes(64)),
                clock);
    }

    private List<UsageRecord> some(int count) {
        return IntStream.range(0, count).mapToObj(_ -> records.next()).toList();
    }

    private static List<UsageRecord> all(UsageSpool spool, SpoolPosition from) throws IOException {
        List<UsageRecord> read = new ArrayList<>();
        SpoolPosition position = from;
        for (SpoolBatch batch = spool.read(position, 1_000); !batch.isEmpty(); batch = spool.read(position, 1_000)) {
            read.addAll(batch.records());
            position = batch.next();
        }
        return read;
    }

    private List<SegmentFile> segments() throws IOException {
        return SegmentFile.in(folder);
    }

    private Path onlySegmentWithRecords() throws IOException {
        return segments().stream()
                .map(SegmentFile::path)
                .filter(path -> path.toFile().length() > Segment.HEADER_BYTES)
                .findFirst()
                .orElseThrow();
    }

    /** A clock that a test moves. */
    private static final class SteppingClock extends Clock {

        private Instant now;

        private SteppingClock(Instant now) {
            this.now = now;
        }

        private void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
