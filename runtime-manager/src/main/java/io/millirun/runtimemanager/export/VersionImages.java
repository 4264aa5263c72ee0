package io.millirun.runtimemanager.export;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.io.IOException;
import java.nio.file.Path;

/** Versions as container images. */
public interface VersionImages {

    /**
     * What the image of {@code version} is made by.
     *
     * @throws io.millirun.kernel.MillirunException if it is an image already, or its runtime is not available
     */
    String dockerfile(FunctionVersion version);

    /**
     * Writes an archive for {@code docker load} into a new temporary file, which the caller deletes. Blocks for seconds.
     *
     * @throws io.millirun.kernel.MillirunException as above, or {@code TooManyRequestsException} while another is made
     */
    Path export(FunctionVersion version) throws IOException;
}
