package io.millirun.runtimemanager.export;

import java.io.IOException;
import java.nio.file.Path;

/** Port to the engine, which makes images. */
public interface ImageMaker {

    /**
     * Makes an image and writes it as an archive that {@code docker load} takes; nothing of it stays in the engine.
     *
     * @param name of the image, with its tag
     * @param context a tar with a {@code Dockerfile} and what that copies
     * @throws io.millirun.runtimemanager.instances.DriverException if the engine cannot make it
     */
    void make(String name, Path context, Path archive) throws IOException;
}
