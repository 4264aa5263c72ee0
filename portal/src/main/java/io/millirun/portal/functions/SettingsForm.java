package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionSettings;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the settings page sends.
 *
 * @param revision the revision that the page showed
 */
record SettingsForm(
        String runtime,
        String handler,
        String memoryMb,
        String timeoutSeconds,
        List<Variable> environment,
        String description,
        String urlAuth,
        String revision)
        implements SettingsInput {

    SettingsForm(
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String memoryMb,
            @Nullable String timeoutSeconds,
            @Nullable List<@Nullable Variable> environment,
            @Nullable String description,
            @Nullable String urlAuth,
            @Nullable String revision) {
        this.runtime = SettingsInput.text(runtime);
        this.handler = SettingsInput.text(handler);
        this.memoryMb = SettingsInput.text(memoryMb);
        this.timeoutSeconds = SettingsInput.text(timeoutSeconds);
        this.environment = SettingsInput.rows(environment);
        this.description = SettingsInput.text(description);
        this.urlAuth = SettingsInput.text(urlAuth);
        this.revision = SettingsInput.text(revision);
    }

    /** As the function is now; variables by name, without its secrets. */
    static SettingsForm of(DeployedFunction function) {
        FunctionSettings settings = function.settings();
        return new SettingsForm(
                settings.runtime(),
                settings.handler(),
                Integer.toString(settings.memoryMb()),
                Long.toString(settings.timeout().toSeconds()),
                new TreeMap<>(settings.environment())
                        .entrySet().stream()
                                .filter(variable ->
                                        !settings.options().secrets().contains(variable.getKey()))
                                .map(variable -> new Variable(variable.getKey(), variable.getValue()))
                                .toList(),
                settings.description(),
                function.latest().urlAuth().name(),
                function.latest().revision().toString());
    }
}
