package io.millirun.runtimemanager.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packages as the tars that go into a build and come out of it; what comes out is read with suspicion. */
final class PackageTar {

    private static final int FOLDER = 0755;

    private PackageTar() {}

    /** A tar that takes long names, and is not closed with its target. */
    static TarArchiveOutputStream writer(OutputStream target) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(target, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    /** Writes the files of {@code zip} below {@code folder}; parents come into being with them. */
    static Void write(PackageZip zip, String folder, TarArchiveOutputStream tar) throws IOException {
        TarArchiveEntry root = new TarArchiveEntry(folder + "/");
        root.setMode(FOLDER);
        tar.putArchiveEntry(root);
        tar.closeArchiveEntry();
        for (PackageEntry entry : zip.entries()) {
            String path = folder + "/" + entry.path();
            if (entry.link() == null) {
                TarArchiveEntry file = new TarArchiveEntry(path);
                file.setSize(entry.zipped().getSize());
                file.setMode(entry.mode());
                tar.putArchiveEntry(file);
                zip.copy(entry, tar);
            } else {
                TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                link.setLinkName(entry.link());
                tar.putArchiveEntry(link);
            }
            tar.closeArchiveEntry();
        }
        return null;
    }

    /** Copies files and links; sizes, names and number are checked when the package is. */
    static void read(InputStream from, PackageWriter target) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(from, StandardCharsets.UTF_8.name());
        int entries = 0;
        long size = 0;
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
            String path = entry.getName().replaceFirst("^(\\./)+", "");
            if (entry.isDirectory()) {
                continue;
            }
            size += entry.getSize();
            if (++entries > PackageLimits.ENTRIES) {
                throw InvalidPackageException.because(
                        "What the build made has more than " + PackageLimits.ENTRIES + " files.");
            }
            if (size > PackageLimits.UNPACKED_BYTES) {
                throw InvalidPackageException.because(
                        "What the build made is larger than " + PackageLimits.UNPACKED_BYTES / 1_048_576 + " MB.");
            }
            if (entry.isSymbolicLink()) {
                String link = entry.getLinkName();
                PackagePath.checkLink(PackagePath.of(path), link);
                target.link(path, link);
            } else if (entry.isFile()) {
                int mode = (entry.getMode() & 0111) != 0 ? PackageEntry.EXECUTABLE : PackageEntry.PLAIN;
                target.file(PackagePath.of(path), mode, tar);
            }
        }
    }
}
