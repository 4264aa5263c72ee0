package io.millirun.runtimemanager.code;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A zip that somebody sent, read with suspicion: what its headers say of sizes and counts is never believed, only what
 * was counted while inflating.
 */
final class PackageZip implements AutoCloseable {

    private static final int LONGEST_LINK = 4_096;
    private static final int CENTRAL_HEADER = 0x504b0102;

    private final ZipFile zip;
    private final List<PackageEntry> entries;
    private long unpacked;

    private PackageZip(ZipFile zip) throws IOException {
        this.zip = zip;
        this.entries = readEntries();
    }

    /**
     * Opens {@code file} and checks the names, kinds and number of its entries.
     *
     * @throws InvalidPackageException if it is not a zip or has an entry that no package may have
     */
    static PackageZip open(Path file) throws IOException {
        // Opening builds an object for each header, so a hostile number of them is refused before. Nested archives have
        // such headers too, hence the generous factor.
        if (headers(file) > 5L * PackageLimits.ENTRIES) {
            throw tooManyEntries();
        }
        ZipFile zip = openZip(file);
        try {
            return new PackageZip(zip);
        } catch (IOException | RuntimeException failed) {
            zip.close();
            throw failed instanceof IOException ? damaged(failed) : (RuntimeException) failed;
        }
    }

    private static ZipFile openZip(Path file) {
        try {
            return ZipFile.builder()
                    .setPath(file)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | RuntimeException unreadable) {
            // The reader answers some malformed headers with unchecked exceptions.
            throw InvalidPackageException.because("The package is not a zip file, or it is damaged.", unreadable);
        }
    }

    /** Files and links in the zip's order; folders are implied by them. */
    List<PackageEntry> entries() {
        return entries;
    }

    /** Sum of what {@link #copy} has inflated so far, in bytes. */
    long unpacked() {
        return unpacked;
    }

    /**
     * Inflates a file into {@code target} and returns its size in bytes.
     *
     * @throws InvalidPackageException if all files together exceed the limit or the contents are damaged
     */
    long copy(PackageEntry entry, OutputStream target) throws IOException {
        CRC32 checksum = new CRC32();
        byte[] buffer = new byte[65_536];
        long size = 0;
        try (InputStream content = content(entry)) {
            for (int read; (read = read(content, buffer, entry)) >= 0; size += read) {
                unpacked += read;
                if (unpacked > PackageLimits.UNPACKED_BYTES) {
                    throw InvalidPackageException.because("The package is larger than "
                            + PackageLimits.UNPACKED_BYTES / 1_048_576 + " MB when unpacked.");
                }
                checksum.update(buffer, 0, read);
                target.write(buffer, 0, read);
            }
        }
        if (size != entry.zipped().getSize()
                || checksum.getValue() != entry.zipped().getCrc()) {
            throw PackagePath.refused(entry.path(), "is damaged: its size or checksum does not match");
        }
        return size;
    }

    private InputStream content(PackageEntry entry) throws IOException {
        if (!zip.canReadEntryData(entry.zipped())) {
            throw PackagePath.refused(entry.path(), "is encrypted or compressed in an unusual way");
        }
        try {
            return zip.getInputStream(entry.zipped());
        } catch (IOException | RuntimeException unreadable) {
            throw damaged(unreadable);
        }
    }

    private static int read(InputStream content, byte[] buffer, PackageEntry entry) {
        try {
            return content.read(buffer);
        } catch (IOException | RuntimeException unreadable) {
            throw PackagePath.refused(entry.path(), "is damaged", unreadable);
        }
    }

    private List<PackageEntry> readEntries() throws IOException {
        List<PackageEntry> found = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        Set<String> folders = new HashSet<>();
        int count = 0;
        for (ZipArchiveEntry zipped : Collections.list(zip.getEntries())) {
            if (++count > PackageLimits.ENTRIES) {
                throw tooManyEntries();
            }
            if (zipped.getName().equals("./")) {
                continue;
            }
            String path = PackagePath.of(zipped.getName());
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.add(path.substring(0, slash));
            }
            if (zipped.isDirectory()) {
                folders.add(path);
            } else if (paths.add(path)) {
                found.add(new PackageEntry(path, mode(zipped), link(zipped, path), zipped));
            } else {
                throw PackagePath.refused(path, "is there twice");
            }
        }
        for (PackageEntry entry : found) {
            if (folders.contains(entry.path())) {
                throw PackagePath.refused(entry.path(), "is both a file and a folder");
            }
        }
        if (found.isEmpty()) {
            throw InvalidPackageException.because("The package has no files.");
        }
        return List.copyOf(found);
    }

    private static int mode(ZipArchiveEntry zipped) {
        int kind = zipped.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
        if (kind != 0 && kind != UnixStat.FILE_FLAG && kind != UnixStat.LINK_FLAG) {
            throw PackagePath.refused(zipped.getName(), "is neither a file nor a folder nor a link");
        }
        return (zipped.getUnixMode() & 0111) != 0 ? PackageEntry.EXECUTABLE : PackageEntry.PLAIN;
    }

    private @Nullable String link(ZipArchiveEntry zipped, String path) throws IOException {
        if (!zipped.isUnixSymlink()) {
            return null;
        }
        try (InputStream content = content(new PackageEntry(path, PackageEntry.PLAIN, null, zipped))) {
            byte[] target = content.readNBytes(LONGEST_LINK + 1);
            if (target.length > LONGEST_LINK) {
                throw PackagePath.refused(path, "is a link with too long a target");
            }
            String text = new String(target, StandardCharsets.UTF_8);
            PackagePath.checkLink(path, text);
            return text;
        }
    }

    /** How often the first bytes of a central header occur in the file: at least the number of entries it can have. */
    private static long headers(Path file) throws IOException {
        long count = 0;
        int last = 0;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 65_536)) {
            for (int next; (next = bytes.read()) >= 0; ) {
                last = last << 8 | next;
                if (last == CENTRAL_HEADER) {
                    count++;
                }
            }
        }
        return count;
    }

    private static InvalidPackageException tooManyEntries() {
        return InvalidPackageException.because("The package has more than " + PackageLimits.ENTRIES + " entries.");
    }

    private static InvalidPackageException damaged(Exception cause) {
        return InvalidPackageException.because("The package is a damaged zip file.", cause);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
