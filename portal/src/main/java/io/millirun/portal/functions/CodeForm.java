package io.millirun.portal.functions;

import io.millirun.runtimemanager.code.PackageSources;
import io.millirun.runtimemanager.functions.DeployedFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.Errors;

/**
 * What the editor sends: all the files it showed, as they are now.
 *
 * @param revision the revision that the page showed
 * @param digest the code package that the page showed, which keeps what the editor cannot show
 */
record CodeForm(String revision, String digest, List<SourceFile> files) {

    CodeForm(@Nullable String revision, @Nullable String digest, @Nullable List<@Nullable SourceFile> files) {
        this.revision = SettingsInput.text(revision);
        this.digest = SettingsInput.text(digest);
        this.files = files == null
                ? List.of()
                : files.stream()
                        .map(file -> file == null ? new SourceFile("", "") : file)
                        .toList();
    }

    /** @param digest of the package that is shown */
    static CodeForm of(DeployedFunction function, String digest, PackageSources sources) {
        return new CodeForm(
                function.latest().revision().toString(),
                digest,
                sources.files().stream()
                        .map(file -> new SourceFile(file.path(), file.text()))
                        .toList());
    }

    /** The form of {@code function} with other texts: a draft's. */
    static CodeForm of(DeployedFunction function, String digest, Map<String, String> files) {
        return new CodeForm(
                function.latest().revision().toString(),
                digest,
                files.entrySet().stream()
                        .map(file -> new SourceFile(file.getKey(), file.getValue()))
                        .toList());
    }

    /** The files as they will be deployed, by path; rows without path and text count as none. */
    Map<String, String> contents(Errors errors) {
        Map<String, String> contents = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            if (file.path().isEmpty()) {
                if (!file.text().isBlank()) {
                    errors.rejectValue("files[" + i + "].path", "function.code.path.missing");
                }
            } else if (contents.put(file.path(), file.text()) != null) {
                errors.rejectValue("files[" + i + "].path", "function.code.path.twice");
            }
        }
        return contents;
    }

    CodeForm plus(SourceFile file) {
        List<@Nullable SourceFile> more = new ArrayList<>(files);
        more.add(file);
        return new CodeForm(revision, digest, more);
    }

    CodeForm without(int index) {
        List<@Nullable SourceFile> fewer = new ArrayList<>(files);
        if (index >= 0 && index < fewer.size()) {
            fewer.remove(index);
        }
        return new CodeForm(revision, digest, fewer);
    }

    /** A file in the editor. */
    record SourceFile(String path, String text) {

        SourceFile {
            path = SettingsInput.text(path);
            text = text == null ? "" : text.replace("\r\n", "\n");
        }

        /** The editor's name for the language that the path's ending tells. */
        public String language() {
            return switch (path.substring(path.lastIndexOf('.') + 1)) {
                case "js", "mjs", "cjs" -> "javascript";
                case "ts", "mts", "cts" -> "typescript";
                case "py" -> "python";
                case "java" -> "java";
                case "go" -> "go";
                case "json" -> "json";
                case "yml", "yaml" -> "yaml";
                default -> "text";
            };
        }
    }
}
