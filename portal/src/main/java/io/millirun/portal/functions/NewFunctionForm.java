package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.ArrayList;
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

    /** The same with the code of {@code starter}, and what that needs in place of what another needed. */
    NewFunctionForm startingFrom(Starter chosen, String otherHandler) {
        List<Variable> rows = new ArrayList<>();
        for (Variable row : variables()) {
            if (!row.name().equals(SignedSample.SECRET)
                    || chosen.needs().secrets().contains(row.name())) {
                rows.add(row);
            }
        }
        for (String secret : chosen.needs().secrets()) {
            if (rows.stream().noneMatch(row -> row.name().equals(secret))) {
                rows.add(new Variable(secret, SignedSample.newSecret()));
            }
        }
        return with(chosen.source(), otherHandler, rows, chosen.needs().access().name());
    }

    /** The same without code. */
    NewFunctionForm withoutCode(String otherHandler) {
        return with("", otherHandler, environment, urlAuth);
    }

    private NewFunctionForm with(String otherSource, String otherHandler, List<Variable> rows, String access) {
        return new NewFunctionForm(
                name,
                runtime,
                starter,
                otherSource,
                otherHandler,
                memoryMb,
                timeoutSeconds,
                List.copyOf(rows),
                description,
                access,
                image,
                git);
    }
}
