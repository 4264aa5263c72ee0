package io.millirun.runtimemanager.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a zip whose bytes depend on its files alone: one time for all, names as given by the caller's order. */
final class PackageWriter implements AutoCloseable {

    private static final LocalDateTime FIRST_DOS_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipArchiveOutputStream zip;

    PackageWriter(Path file) throws IOException {
        this.zip = new ZipArchiveOutputStream(file);
    }

    void text(String path, int mode, String text) throws IOException {
        begin(path, UnixStat.FILE_FLAG | mode);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }

    /** Takes an entry over from another package as it is. */
    void copy(PackageZip source, PackageEntry entry) throws IOException {
        if (entry.link() == null) {
            begin(entry.path(), UnixStat.FILE_FLAG | entry.mode());
            source.copy(entry, zip);
        } else {
            begin(entry.path(), UnixStat.LINK_FLAG | 0777);
            zip.write(entry.link().getBytes(StandardCharsets.UTF_8));
        }
        zip.closeArchiveEntry();
    }

    void file(String path, int mode, InputStream content) throws IOException {
        begin(path, UnixStat.FILE_FLAG | mode);
        content.transferTo(zip);
        zip.closeArchiveEntry();
    }

    void link(String path, String target) throws IOException {
        begin(path, UnixStat.LINK_FLAG | 0777);
        zip.write(target.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }

    private void begin(String path, int unixMode) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setTimeLocal(FIRST_DOS_TIME);
        entry.setUnixMode(unixMode);
        zip.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
