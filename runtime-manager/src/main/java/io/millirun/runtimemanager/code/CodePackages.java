package io.millirun.runtimemanager.code;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Takes code from developers, checks it, keeps it, and shows it to them again. */
public final class CodePackages {

    private final PackageStore store;

    // Checking a hostile zip takes up to some 150 MB of heap for a moment.
    private final Semaphore checks = new Semaphore(2);

    CodePackages(PackageStore store) {
        this.store = store;
    }

    /**
     * Takes a zip; {@code zip} is read to its end or to the limit, and not closed.
     *
     * @throws InvalidPackageException if it cannot be a package
     */
    public CodePackage ofZip(InputStream zip) {
        return made(file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[65_536];
                long size = 0;
                for (int read; (read = zip.read(buffer)) >= 0; ) {
                    size += read;
                    if (size > PackageLimits.ZIPPED_BYTES) {
                        throw InvalidPackageException.tooLarge();
                    }
                    out.write(buffer, 0, read);
                }
            }
        });
    }

    /**
     * Makes a package of what a build left, a tar that is read to its end and not closed; equal files make an equal
     * package, which may be larger than one that is uploaded.
     *
     * @throws InvalidPackageException if it cannot be a package
     */
    public CodePackage ofTar(InputStream tar) {
        return made(PackageLimits.UNPACKED_BYTES, file -> {
            try (PackageWriter writer = new PackageWriter(file)) {
                PackageTar.read(tar, writer);
            }
        });
    }

    /** A tar for {@link #unpack}. */
    public static TarArchiveOutputStream tar(OutputStream target) {
        return PackageTar.writer(target);
    }

    /** Writes the files of a package of {@code tenant} into {@code tar}, below {@code folder}. */
    public void unpack(TenantId tenant, String digest, String folder, TarArchiveOutputStream tar) {
        withZip(tenant, digest, zip -> PackageTar.write(zip, folder, tar));
    }

    /**
     * Makes a package of source files; equal files make an equal package.
     *
     * @param files text by path
     * @throws InvalidPackageException if there is none, or a path cannot be one
     */
    public CodePackage ofSources(Map<String, String> files) {
        return made(file -> {
            try (PackageWriter writer = new PackageWriter(file)) {
                for (Map.Entry<String, String> source : new TreeMap<>(files).entrySet()) {
                    writer.text(PackagePath.of(source.getKey()), PackageEntry.PLAIN, source.getValue());
                }
            }
        });
    }

    /**
     * Makes a package of what came back from an editor that showed {@link #sources} of a package: {@code files} take the
     * place of those shown, everything that was not shown stays as it is.
     *
     * @throws InvalidPackageException if no file would be left, or a path cannot be one
     */
    public CodePackage edited(TenantId tenant, String digest, Map<String, String> files) {
        return withZip(tenant, digest, before -> {
            Set<String> shown = SourceReader.read(before).files().stream()
                    .map(SourceFile::path)
                    .collect(Collectors.toUnmodifiableSet());
            Map<String, Integer> modes = before.entries().stream()
                    .filter(entry -> entry.link() == null)
                    .collect(Collectors.toMap(PackageEntry::path, PackageEntry::mode));
            return made(file -> {
                try (PackageWriter writer = new PackageWriter(file)) {
                    for (Map.Entry<String, String> source : new TreeMap<>(files).entrySet()) {
                        String path = PackagePath.of(source.getKey());
                        writer.text(path, modes.getOrDefault(path, PackageEntry.PLAIN), source.getValue());
                    }
                    for (PackageEntry entry : before.entries()) {
                        if (!shown.contains(entry.path()) && !files.containsKey(entry.path())) {
                            writer.copy(before, entry);
                        }
                    }
                }
            });
        });
    }

    /** What of a package of {@code tenant} an editor can show: text files up to 256 KB, at most 100 of them. */
    public PackageSources sources(TenantId tenant, String digest) {
        return withZip(tenant, digest, SourceReader::read);
    }

    /** A package that {@code tenant} has already, to deploy it again. */
    public CodePackage copy(TenantId tenant, String digest) {
        return made(PackageLimits.UNPACKED_BYTES, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                download(tenant, digest, out);
            }
        });
    }

    /** Keeps {@code code} for {@code tenant}, as part of the running transaction. */
    public void keep(TenantId tenant, CodePackage code) {
        try {
            store.put(tenant, code);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Writes a package of {@code tenant} to {@code target}, as it was uploaded. */
    public void download(TenantId tenant, String digest, OutputStream target) throws IOException {
        if (!store.read(tenant, digest, target)) {
            throw new MillirunException(
                    Fault.CALLER, "ResourceNotFoundException", "There is no code package " + digest + ".");
        }
    }

    private <T> T withZip(TenantId tenant, String digest, Use<T> use) {
        try {
            Path file = Files.createTempFile("millirun-code", ".zip");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    download(tenant, digest, out);
                }
                try (PackageZip zip = PackageZip.open(file)) {
                    return use.of(zip);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private CodePackage made(Filling filling) {
        return made(PackageLimits.ZIPPED_BYTES, filling);
    }

    private CodePackage made(long limit, Filling filling) {
        try {
            Path file = Files.createTempFile("millirun-code", ".zip");
            boolean good = false;
            try {
                filling.into(file);
                CodePackage made = check(file, limit);
                good = true;
                return made;
            } finally {
                if (!good) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private CodePackage check(Path file, long limit) throws IOException {
        long size = Files.size(file);
        if (size > limit) {
            throw InvalidPackageException.tooLarge();
        }
        checks.acquireUninterruptibly();
        try (PackageZip zip = PackageZip.open(file)) {
            Set<String> paths = new LinkedHashSet<>();
            for (PackageEntry entry : zip.entries()) {
                paths.add(entry.path());
                if (entry.link() == null) {
                    zip.copy(entry, OutputStream.nullOutputStream());
                }
            }
            return new CodePackage(file, digest(file), size, zip.unpacked(), paths);
        } finally {
            checks.release();
        }
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), Sha256.start())) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
        }
    }

    private interface Filling {
        void into(Path file) throws IOException;
    }

    private interface Use<T> {
        T of(PackageZip zip) throws IOException;
    }
}
