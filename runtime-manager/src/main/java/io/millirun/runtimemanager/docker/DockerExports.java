package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.millirun.runtimemanager.export.ImageMaker;
import io.millirun.runtimemanager.instances.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes images that leave, by the engine's own builder. Their build runs nothing: it only copies files. */
final class DockerExports implements ImageMaker {

    private static final long MINUTES = 5;

    private final EngineLine line;

    DockerExports(EngineLine line) {
        this.line = line;
    }

    @Override
    public void make(String name, Path context, Path archive) throws IOException {
        try (DockerClient engine = line.eavesdrop()) {
            try (InputStream tar = Files.newInputStream(context)) {
                engine.buildImageCmd(tar)
                        .withTags(Set.of(name))
                        .withNetworkMode("none")
                        .withPull(false)
                        .exec(new BuildImageResultCallback())
                        .awaitImageId(MINUTES, TimeUnit.MINUTES);
            }
            try (InputStream saved = engine.saveImageCmd(name).exec()) {
                Files.copy(saved, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (DockerException failed) {
            throw new DriverException("could not make an image: " + failed.getMessage(), failed);
        } finally {
            remove(name);
        }
    }

    private void remove(String name) {
        line.ask("remove an exported image", engine -> {
            try {
                return engine.removeImageCmd(name).exec();
            } catch (NotFoundException gone) {
                return null;
            }
        });
    }
}
