package io.millirun.runtimemanager.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Makes zips for tests, good and bad ones. */
public final class Zips {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

    public static Zips zip() {
        return new Zips();
    }

    public Zips file(String path, String text) {
        return file(path, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    public Zips file(String path, int mode, byte[] content) {
        return entry(path, UnixStat.FILE_FLAG | mode, new ByteArrayInputStream(content));
    }

    public Zips link(String path, String target) {
        return entry(
                path, UnixStat.LINK_FLAG | 0777, new ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8)));
    }

    public Zips folder(String path) {
        return entry(path + "/", UnixStat.DIR_FLAG | 0755, InputStream.nullInputStream());
    }

    /** Highly compressible content without holding it. */
    public Zips zeros(String path, long size) {
        return entry(path, UnixStat.FILE_FLAG | 0644, new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int given = (int) Math.min(left, length);
                Arrays.fill(buffer, offset, offset + given, (byte) 0);
                left -= given;
                return given;
            }
        });
    }

    public Zips entry(String path, int unixMode, InputStream content) {
        try {
            ZipArchiveEntry entry = new ZipArchiveEntry(path);
            entry.setUnixMode(unixMode);
            zip.putArchiveEntry(entry);
            content.transferTo(zip);
            zip.closeArchiveEntry();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public byte[] bytes() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
