package io.millirun.runtimemanager.export;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.code.CodeBundles;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes container images of versions: the runtime's image, with code, layers and handler in it. */
public final class ImageExports implements VersionImages {

    private static final int AT_A_TIME = 1;
    private static final int PLAIN = 0644;

    private final CodeBundles bundles;
    private final RuntimeCatalogue runtimes;
    private final RuntimeImages images;
    private final ImageMaker maker;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    public ImageExports(CodeBundles bundles, RuntimeCatalogue runtimes, RuntimeImages images, ImageMaker maker) {
        this.bundles = bundles;
        this.runtimes = runtimes;
        this.images = images;
        this.maker = maker;
    }

    @Override
    public String dockerfile(FunctionVersion version) {
        FunctionRuntime runtime = runtimes.find(version.runtime())
                .filter(known -> !known.alone().isEmpty())
                .orElseThrow(() -> refused("The function is a container image already."));
        String base = images.imageName(runtime.name())
                .orElseThrow(() -> refused("Its runtime's image is not available at the moment."));
        return Dockerfiles.of(version, runtime, base);
    }

    @Override
    public Path export(FunctionVersion version) throws IOException {
        String dockerfile = dockerfile(version);
        if (!places.tryAcquire()) {
            throw new MillirunException(
                    Fault.CALLER, "TooManyRequestsException", "Another image is being made; try again in a minute.");
        }
        try {
            return make(version, dockerfile);
        } finally {
            places.release();
        }
    }

    private Path make(FunctionVersion version, String dockerfile) throws IOException {
        CodeBundle bundle = bundles.of(version.tenant(), version.codeDigest(), version.layerDigests())
                .toCompletableFuture()
                .join();
        Path context = Files.createTempFile("millirun-export", ".tar");
        try {
            write(bundle, dockerfile, context);
            Path archive = Files.createTempFile("millirun-image", ".tar");
            try {
                maker.make(name(version), context, archive);
                return archive;
            } catch (IOException | RuntimeException failed) {
                Files.delete(archive);
                throw failed;
            }
        } finally {
            Files.delete(context);
        }
    }

    /** Told by {@code docker load}; the last part keeps exports at the same time apart. */
    private static String name(FunctionVersion version) {
        String function = version.name().value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String bare = function.replaceAll("^-|-$", "");
        return "millirun-export/" + (bare.isEmpty() ? "function" : bare) + ":"
                + version.version().replace("$", "") + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static void write(CodeBundle bundle, String dockerfile, Path context) throws IOException {
        try (TarArchiveOutputStream tar = CodePackages.tar(Files.newOutputStream(context));
                InputStream contents = new BufferedInputStream(Files.newInputStream(bundle.contents()), 1 << 16)) {
            byte[] text = dockerfile.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry recipe = new TarArchiveEntry("Dockerfile");
            recipe.setSize(text.length);
            recipe.setMode(PLAIN);
            tar.putArchiveEntry(recipe);
            tar.write(text);
            tar.closeArchiveEntry();
            for (CodeBundle.File file : bundle.files()) {
                String path = Dockerfiles.ROOT + (file.path().startsWith("/") ? "" : "/var/task/") + file.path();
                if (file.link() == null) {
                    TarArchiveEntry entry = new TarArchiveEntry(path);
                    entry.setSize(file.size());
                    entry.setMode(file.mode());
                    tar.putArchiveEntry(entry);
                    copy(contents, file.size(), tar);
                } else {
                    TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                    link.setLinkName(file.link());
                    tar.putArchiveEntry(link);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    private static void copy(InputStream from, long size, TarArchiveOutputStream to) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = from.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("unpacked code ended too soon");
            }
            to.write(piece, 0, read);
            left -= read;
        }
    }

    private static MillirunException refused(String why) {
        return new MillirunException(Fault.CALLER, "InvalidParameterValueException", why);
    }
}
