package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import io.millirun.runtimemanager.housekeeping.ImageStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images of the engine that this program brought there and may take away. */
final class DockerImages implements ImageStore {

    /** What an image that was fetched for functions is called besides its own name, with its digest as the tag. */
    static final String FETCHED = "millirun/fetched";

    private static final Logger log = LoggerFactory.getLogger(DockerImages.class);

    /** Removing many large ones takes a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EngineLine line;

    DockerImages(EngineLine line) {
        this.line = line;
    }

    @Override
    public int removeUnused(Set<String> used) {
        return line.ask("look for unused images", PATIENCE, engine -> {
            int removed = removeReplaced(engine) + removeFetched(engine, used);
            removeLaunchers(engine);
            return removed;
        });
    }

    /** An update leaves the images before it without a name. */
    private static int removeReplaced(DockerClient engine) {
        List<Image> nameless = engine.listImagesCmd()
                .withDanglingFilter(true)
                .withLabelFilter(Labels.RUNTIME)
                .exec();
        return (int) nameless.stream()
                .filter(image -> remove(engine, image.getId(), false))
                .count();
    }

    private static int removeFetched(DockerClient engine, Set<String> used) {
        int removed = 0;
        for (Image image : engine.listImagesCmd().withReferenceFilter(FETCHED).exec()) {
            String digest = image.getId().replaceFirst("^sha256:", "");
            // With all its names, which fetching gave it.
            if (!used.contains(digest) && remove(engine, image.getId(), true)) {
                removed++;
            }
        }
        return removed;
    }

    /** Volumes with the launcher of an image that is gone. */
    private static void removeLaunchers(DockerClient engine) {
        for (var volume : engine.listVolumesCmd()
                .withFilter("label", List.of(Labels.LAUNCHER))
                .exec()
                .getVolumes()) {
            String image = volume.getLabels().get(Labels.LAUNCHER);
            try {
                engine.inspectImageCmd(String.valueOf(image)).exec();
            } catch (NotFoundException _) {
                try {
                    engine.removeVolumeCmd(volume.getName()).exec();
                } catch (ConflictException | NotFoundException stays) {
                    log.debug("volume {} stays: {}", volume.getName(), stays.getMessage());
                }
            }
        }
    }

    private static boolean remove(DockerClient engine, String id, boolean names) {
        try {
            engine.removeImageCmd(id).withForce(names).exec();
            return true;
        } catch (ConflictException | NotFoundException stays) {
            log.debug("image {} stays: {}", id, stays.getMessage());
            return false;
        }
    }

    /** Remembers that the image {@code id} was fetched by this program. */
    static void mark(DockerClient engine, String id, String digest) {
        engine.tagImageCmd(id, FETCHED, digest).exec();
    }
}
