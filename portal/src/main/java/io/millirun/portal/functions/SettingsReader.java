package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.FunctionProblem;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.validation.Errors;

/** Turns what forms send into settings, and problems with settings into errors at the forms' fields. */
final class SettingsReader {

    private SettingsReader() {}

    /** The settings; empty, with errors, if something that was typed is not what its field asks for. */
    static Optional<FunctionSettings> read(SettingsInput input, Errors errors) {
        int memory = number(input.memoryMb(), "memoryMb", "function.memory.number", errors);
        int timeout = number(input.timeoutSeconds(), "timeoutSeconds", "function.timeout.number", errors);
        Map<String, String> environment = new LinkedHashMap<>();
        for (SettingsInput.Variable variable : input.variables()) {
            if (environment.put(variable.name(), variable.value()) != null) {
                errors.rejectValue("environment", "function.environment.twice", new Object[] {variable.name()}, null);
            }
        }
        return errors.hasErrors()
                ? Optional.empty()
                : Optional.of(new FunctionSettings(
                        input.runtime(),
                        input.runtime().equals(FunctionVersion.IMAGE_RUNTIME) ? "" : input.handler(),
                        memory,
                        Duration.ofSeconds(timeout),
                        environment,
                        input.description(),
                        "NONE".equals(input.urlAuth()) ? UrlAuth.NONE : UrlAuth.ACCESS_KEY));
    }

    private static int number(String text, String field, String code, Errors errors) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            errors.rejectValue(field, code);
            return 0;
        }
    }

    /** Puts each problem at the field that it is about. */
    static void reject(List<FunctionProblem> problems, Errors errors) {
        for (FunctionProblem problem : problems) {
            String field = switch (problem.field()) {
                case NAME -> "name";
                case RUNTIME -> "runtime";
                case HANDLER -> "handler";
                case MEMORY -> "memoryMb";
                case TIMEOUT -> "timeoutSeconds";
                case ENVIRONMENT -> "environment";
                case DESCRIPTION -> "description";
                case STORAGE, LAYERS -> null;
            };
            if (field == null) {
                errors.reject("invalid", problem.message());
            } else {
                errors.rejectValue(field, "invalid", problem.message());
            }
        }
    }
}
