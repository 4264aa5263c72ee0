package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.export.ExportLinks;
import io.millirun.runtimemanager.export.ExportLinks.Target;
import io.millirun.runtimemanager.export.VersionImages;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.lambdaapi.LambdaApi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends versions as container images, or their Dockerfiles ({@code ?part=dockerfile}), to whoever has an address of one. */
public final class ImageDownloads {

    private static final Logger log = LoggerFactory.getLogger(ImageDownloads.class);

    private final Vertx vertx;
    private final ExportLinks links;
    private final VersionImages exports;
    private final FunctionLookup functions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public ImageDownloads(Vertx vertx, ExportLinks links, VersionImages exports, FunctionLookup functions) {
        this.vertx = vertx;
        this.links = links;
        this.exports = exports;
        this.functions = functions;
    }

    boolean handles(String path) {
        return path.startsWith(ExportLinks.PREFIX);
    }

    void handle(HttpServerRequest request) {
        Optional<Target> wanted = links.target(request.path());
        if (wanted.isEmpty()) {
            Replies.error(request.response(), 403, "AccessDeniedException", "Request has expired");
            return;
        }
        Target target = wanted.get();
        Context loop = vertx.getOrCreateContext();
        functions
                .resolve(target.tenant(), target.name(), target.qualifier())
                .whenComplete((found, failed) -> loop.runOnContext(_ -> {
                    if (failed != null) {
                        InvokeApi.unavailable(request.response(), failed);
                    } else if (found.isEmpty()) {
                        Replies.error(
                                request.response(), 404, "ResourceNotFoundException", "There is no such version.");
                    } else {
                        answer(request, found.get(), loop);
                    }
                }));
    }

    private void answer(HttpServerRequest request, FunctionVersion version, Context loop) {
        if (request.getParam("part") == null) {
            threads.execute(() -> make(request, version, loop));
            return;
        }
        try {
            request.response()
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(exports.dockerfile(version));
        } catch (MillirunException refused) {
            refuse(request, refused);
        }
    }

    private static void refuse(HttpServerRequest request, MillirunException refused) {
        Replies.error(request.response(), LambdaApi.status(refused), refused.code(), refused.message());
    }

    private void make(HttpServerRequest request, FunctionVersion version, Context loop) {
        try {
            Path archive = exports.export(version);
            loop.runOnContext(_ -> send(request, version, archive));
        } catch (MillirunException refused) {
            loop.runOnContext(_ -> InvokeApi.ifOpen(request, () -> refuse(request, refused)));
        } catch (IOException | RuntimeException failed) {
            log.error("version {} of {} could not be made an image", version.version(), version.name(), failed);
            loop.runOnContext(_ -> InvokeApi.ifOpen(
                    request,
                    () -> Replies.error(request.response(), 500, "ServiceException", "The image could not be made.")));
        }
    }

    private static void send(HttpServerRequest request, FunctionVersion version, Path archive) {
        if (request.response().closed() || request.response().ended()) {
            delete(archive);
            return;
        }
        String file = version.name() + "-" + version.version().replace("$", "") + "-image.tar";
        request.response()
                .putHeader("Content-Type", "application/x-tar")
                .putHeader("Content-Disposition", "attachment; filename=\"" + file + "\"")
                .sendFile(archive.toString())
                .onComplete(_ -> delete(archive));
    }

    private static void delete(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException stays) {
            log.warn("{} could not be deleted: {}", archive, stays.getMessage());
        }
    }
}
