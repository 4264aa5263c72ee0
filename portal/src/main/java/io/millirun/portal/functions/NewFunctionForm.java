package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the form for a new function sends.
 *
 * @param starter the id of a starter, or {@link #ZIP}
 * @param source code of one file, unless a zip is sent
 * @param image name of a container image, if the runtime is that
 */
record NewFunctionForm(
        String name,
        String runtime,
        String starter,
        String source,
        String handler,
        String memoryMb,
        String timeoutSeconds,
        List<Variable> environment,
        String description,
        String urlAuth,
        String image,
        GitForm git)
        implements SettingsInput {

    /** Instead of a starter: the code comes as a zip. */
    static final String ZIP = "zip";

    /** The same: it comes from a repository. */
    static final String GIT = "git";

    NewFunctionForm(
            @Nullable String name,
            @Nullable String runtime,
            @Nullable String starter,
            @Nullable String source,
            @Nullable String handler,
            @Nullable String memoryMb,
            @Nullable String timeoutSeconds,
            @Nullable List<@Nullable Variable> environment,
            @Nullable String description,
            @Nullable String urlAuth,
            @Nullable String image,
            @Nullable GitForm git) {
        this.name = SettingsInput.text(name);
        this.runtime = SettingsInput.text(runtime);
        this.starter = SettingsInput.text(starter);
        this.source = source == null ? "" : source.replace("\r\n", "\n");
        this.handler = SettingsInput.text(handler);
        this.memoryMb = SettingsInput.text(memoryMb);
        this.timeoutSeconds = SettingsInput.text(timeoutSeconds);
        this.environment = SettingsInput.rows(environment);
        this.description = SettingsInput.text(description);
        this.urlAuth = SettingsInput.text(urlAuth);
        this.image = SettingsInput.text(image);
        this.git = git == null ? GitForm.NONE : git;
    }

    /** Whether the code comes as a zip and not from the editor. */
    public boolean sendsZip() {
        return starter.equals(ZIP);
    }

    /** Whether the code comes from a repository. */
    public boolean pullsGit() {
        return starter.equals(GIT);
    }

    /** Whether the function is a container image. */
    public boolean isImage() {
        return runtime.equals(FunctionVersion.IMAGE_RUNTIME);
    }

    /** The same with other code. */
    NewFunctionForm with(String otherSource, String otherHandler) {
        return new NewFunctionForm(
                name,
                runtime,
                starter,
                otherSource,
                otherHandler,
                memoryMb,
                timeoutSeconds,
                List.copyOf(environment),
                description,
                urlAuth,
                image,
                git);
    }
}
