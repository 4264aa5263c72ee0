package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.LayerUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What differs between two versions' settings; values of environment variables are not shown. */
record SettingsDiff(List<Row> rows) {

    /**
     * A setting that differs.
     *
     * @param key of its name in the texts; a variable's name if {@code variable}
     */
    record Row(String key, boolean variable, String before, String after) {}

    static SettingsDiff of(DeployedVersion before, DeployedVersion after) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> old = settings(before);
        settings(after).forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                rows.add(new Row("function-versions.setting." + key, false, old.getOrDefault(key, ""), value));
            }
        });
        Map<String, String> oldVariables = before.settings().environment();
        Map<String, String> newVariables = after.settings().environment();
        var names = new TreeSet<>(oldVariables.keySet());
        names.addAll(newVariables.keySet());
        for (String name : names) {
            if (!Objects.equals(oldVariables.get(name), newVariables.get(name))) {
                rows.add(new Row(name, true, shown(oldVariables, name), shown(newVariables, name)));
            }
        }
        return new SettingsDiff(rows);
    }

    private static String shown(Map<String, String> variables, String name) {
        return variables.containsKey(name) ? "••••" : "—";
    }

    private static Map<String, String> settings(DeployedVersion version) {
        FunctionSettings settings = version.settings();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("runtime", settings.runtime());
        texts.put("handler", settings.handler());
        texts.put("memory", settings.memoryMb() + " MB");
        texts.put("timeout", settings.timeout().toSeconds() + " s");
        texts.put("storage", settings.options().ephemeralStorageMb() + " MB");
        texts.put("architecture", settings.options().architecture());
        texts.put(
                "layers",
                settings.options().layers().stream().map(LayerUse::arn).collect(Collectors.joining("\n")));
        texts.put("logging", settings.options().logging().format().name());
        texts.put("code", version.version().codeDigest().substring(0, 12));
        return texts;
    }
}
