package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.millirun.runtimemanager.functions.ImageSettings;
import io.millirun.runtimemanager.instances.BroughtImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a container of an image that a user brought is started: by a static program of ours, from a volume that is filled
 * once for every version of it, which becomes the image's own command when it is given its function. The user is ours and
 * not the image's, as on AWS Lambda.
 *
 * @param command entry point and arguments, as image and function want them
 * @param folder where it starts
 */
record BroughtContainer(List<String> command, String folder, String volume) {

    private static final String SANDBOX_USER = "993:990";
    private static final String LAUNCHER_FOLDER = "/usr/lib/millirun/client";
    private static final String MOUNT = "/.millirun";
    private static final String LAUNCHER = MOUNT + "/stem";
    private static final int SHORT = 12;

    static BroughtContainer of(DockerClient engine, String image, BroughtImage brought) {
        ContainerConfig config = Objects.requireNonNull(
                engine.inspectImageCmd(image).exec().getConfig(), "an image has a configuration");
        ImageSettings wanted = brought.settings();
        List<String> command = new ArrayList<>(or(wanted.entryPoint(), config.getEntrypoint()));
        command.addAll(or(wanted.command(), config.getCmd()));
        @Nullable
        String folder = wanted.workingDirectory() == null ? config.getWorkingDir() : wanted.workingDirectory();
        return new BroughtContainer(
                command, folder == null || folder.isEmpty() ? "/" : folder, filled(engine, brought.launcher()));
    }

    private static List<String> or(@Nullable List<String> wanted, String @Nullable [] own) {
        return wanted != null ? wanted : own == null ? List.of() : Arrays.asList(own);
    }

    /** The volume with the launcher; an engine fills an empty one from the image when a container with it is made. */
    private static synchronized String filled(DockerClient engine, String launcher) {
        String volume =
                "millirun-launcher-" + launcher.replaceFirst("^sha256:", "").substring(0, SHORT);
        boolean known = engine.listVolumesCmd().withFilter("name", List.of(volume)).exec().getVolumes().stream()
                .anyMatch(found -> volume.equals(found.getName()));
        if (!known) {
            engine.createVolumeCmd()
                    .withName(volume)
                    .withLabels(Map.of(Labels.LAUNCHER, launcher))
                    .exec();
            String filler = engine.createContainerCmd(launcher)
                    .withHostConfig(HostConfig.newHostConfig()
                            .withNetworkMode("none")
                            .withBinds(new Bind(volume, new Volume(LAUNCHER_FOLDER))))
                    .exec()
                    .getId();
            engine.removeContainerCmd(filler).exec();
        }
        return volume;
    }

    /** Makes the container and returns its id. */
    String applyTo(CreateContainerCmd create, HostConfig limits) {
        limits.withBinds(new Bind(volume, new Volume(MOUNT), AccessMode.ro));
        List<String> entryPoint = new ArrayList<>(List.of(LAUNCHER, "--image"));
        entryPoint.addAll(command);
        return create.withUser(SANDBOX_USER)
                .withWorkingDir(folder)
                .withVolumes(new Volume("/tmp"))
                .withEntrypoint(entryPoint)
                .withCmd(List.of())
                .exec()
                .getId();
    }
}
