package io.millirun.runtimemanager.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTests {

    @TempDir
    Path folder;

    @Test
    void readsWhatTheFileSaysNow() throws IOException {
        Path path = Files.writeString(folder.resolve("cpu.stat"), "usage_usec 12\nuser_usec 7\n");
        try (KernelFile file = KernelFile.toRead(path, 8)) {
            assertThat(file.read().valueOf("usage_usec", -1)).isEqualTo(12);
            Files.writeString(path, "usage_usec 345\nuser_usec 8\n");
            assertThat(file.read().valueOf("usage_usec", -1)).isEqualTo(345);
            assertThat(file.read().valueOf("user_usec", -1)).isEqualTo(8);
        }
    }

    @Test
    void aKeyIsAWholeWord() {
        KernelText text = KernelText.of("total_rss_huge 1\ntotal_rss 2\nVmHWM:\t   20480 kB\n");
        assertThat(text.valueOf("total_rss", -1)).isEqualTo(2);
        assertThat(text.valueOf("VmHWM", -1)).isEqualTo(20_480);
        assertThat(text.valueOf("total", -1)).isEqualTo(-1);
    }

    @Test
    void aFileThatIsNotThereIsEmptyAndTakesNothing() {
        try (KernelFile read = KernelFile.toRead(folder.resolve("gone"), 8);
                KernelFile write = KernelFile.toWrite(folder.resolve("gone"))) {
            write.write("1");
            assertThat(read.read().number(-1)).isEqualTo(-1);
        }
        assertThat(folder.resolve("gone")).doesNotExist();
    }

    @Test
    void aClosedFileStaysClosed() throws IOException {
        Path path = Files.writeString(folder.resolve("cpuacct.usage"), "5\n");
        KernelFile file = KernelFile.toRead(path, 8);
        assertThat(file.read().number(-1)).isEqualTo(5);
        file.close();
        assertThat(file.read().number(-1)).isEqualTo(-1);
    }

    @Test
    void anInterruptedThreadDoesNotCloseItForOthers() throws IOException {
        Path path = Files.writeString(folder.resolve("cpuacct.usage"), "5\n");
        try (KernelFile file = KernelFile.toRead(path, 8)) {
            Thread.currentThread().interrupt();
            file.read();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file.read().number(-1)).isEqualTo(5);
        }
    }

    @Test
    void thePeakOfThisProcessIsMeasuredAndReset() throws IOException {
        Path members = Files.writeString(
                folder.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");
        try (ProcessMemory memory = new ProcessMemory(members)) {
            long peak = memory.peakBytes();
            assertThat(peak).isGreaterThan(1L << 20);
            memory.reset();
            assertThat(memory.peakBytes()).isLessThanOrEqualTo(peak + (64L << 20));
            Files.writeString(members, "");
            assertThat(memory.peakBytes()).isEqualTo(-1);
        }
    }
}
