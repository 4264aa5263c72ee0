package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import io.millirun.runtimemanager.housekeeping.ImageStore;
import io.millirun.runtimemanager.instances.DriverException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images of the engine that this program brought there and may take away. */
final class DockerImages implements ImageStore {

    /** What an image that was fetched for functions is called besides its own name, with its digest as the tag. */
    static final String FETCHED = "millirun/fetched";

    private static final Logger log = LoggerFactory.getLogger(DockerImages.class);

    private final DockerClient engine;

    DockerImages(DockerClient engine) {
        this.engine = engine;
    }

    @Override
    public int removeUnused(Set<String> used) {
        try {
            int removed = removeReplaced() + removeFetched(used);
            removeLaunchers();
            return removed;
        } catch (DockerException failed) {
            throw new DriverException("could not look for unused images: " + failed.getMessage(), failed);
        }
    }

    /** An update leaves the images before it without a name. */
    private int removeReplaced() {
        List<Image> nameless = engine.listImagesCmd()
                .withDanglingFilter(true)
                .withLabelFilter(Labels.RUNTIME)
                .exec();
        return (int)
                nameless.stream().filter(image -> remove(image.getId(), false)).count();
    }

    private int removeFetched(Set<String> used) {
        int removed = 0;
        for (Image image : engine.listImagesCmd().withReferenceFilter(FETCHED).exec()) {
            String digest = image.getId().replaceFirst("^sha256:", "");
            // With all its names, which fetching gave it.
            if (!used.contains(digest) && remove(image.getId(), true)) {
                removed++;
            }
        }
        return removed;
    }

    /** Volumes with the launcher of an image that is gone. */
    private void removeLaunchers() {
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

    private boolean remove(String id, boolean names) {
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
