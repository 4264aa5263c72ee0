package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.AwsSettings;
import io.millirun.runtimemanager.functions.FunctionOptions;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.ImageSettings;
import io.millirun.runtimemanager.functions.LayerUse;
import io.millirun.runtimemanager.functions.LogSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a function's configuration from a request: what it gives over what was there. */
final class SettingsReader {

    private static final int MOST_STORAGE_MB = 10_240;
    private static final int MOST_TIMEOUT = 900;

    /** What a function of a zip has that says nothing yet. */
    private static final FunctionSettings NEW = new FunctionSettings(
            "",
            "",
            FunctionSettings.DEFAULT_MEMORY_MB,
            FunctionSettings.DEFAULT_TIMEOUT,
            Map.of(),
            "",
            null,
            FunctionOptions.DEFAULT);

    private final LayerUses layers;

    SettingsReader(LayerUses layers) {
        this.layers = layers;
    }

    /** The configuration of a function that is to be made. */
    FunctionSettings created(ApiRequest request) {
        boolean image =
                request.oneOf("PackageType", "Zip", "Image").orElse("Zip").equals("Image");
        if (request.text("Role").isEmpty()) {
            throw ApiRequest.missing("Role");
        }
        if (!image && request.text("Runtime").isEmpty()) {
            throw ApiError.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        if (!image && request.text("Handler").isEmpty()) {
            throw ApiError.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        if (image && (request.has("Runtime") || request.has("Handler") || request.has("Layers"))) {
            throw ApiError.invalid(
                    "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.");
        }
        FunctionSettings settings = over(NEW, request);
        return image
                ? new FunctionSettings(
                        FunctionVersion.IMAGE_RUNTIME,
                        "",
                        settings.memoryMb(),
                        settings.timeout(),
                        settings.environment(),
                        settings.description(),
                        null,
                        settings.options())
                : settings;
    }

    /** {@code before} with what {@code request} changes. */
    FunctionSettings over(FunctionSettings before, ApiRequest request) {
        boolean image = before.runtime().equals(FunctionVersion.IMAGE_RUNTIME);
        if (image && (request.has("Runtime") || request.has("Handler"))) {
            throw ApiError.invalid("Runtime and Handler cannot be set for a function of a container image.");
        }
        refuseWhatOnlyAwsHas(request);
        return new FunctionSettings(
                request.text("Runtime").orElse(before.runtime()),
                request.text("Handler").orElse(before.handler()),
                request.integer("MemorySize", MemorySize.LEAST, MemorySize.MOST).orElse(before.memoryMb()),
                request.integer("Timeout", 1, MOST_TIMEOUT)
                        .map(Duration::ofSeconds)
                        .orElse(before.timeout()),
                environment(request)
                        .map(wanted -> before.options().kept(wanted, before.environment()))
                        .orElse(before.environment()),
                request.text("Description").orElse(before.description()),
                null,
                options(before.options(), request));
    }

    private static void refuseWhatOnlyAwsHas(ApiRequest request) {
        String snap = request.object("SnapStart")
                .flatMap(given -> ApiRequest.text(given, "ApplyOn"))
                .orElse("None");
        if (!snap.equals("None")) {
            throw ApiError.invalid("SnapStart is not offered: functions start from processes that are ready already, in"
                    + " milliseconds. Leave it out, or set ApplyOn to None.");
        }
        for (String name : List.of("CapacityProviderConfig", "DurableConfig", "TenancyConfig")) {
            if (request.has(name)) {
                throw ApiError.invalid(name + " is not offered here: leave it out.");
            }
        }
    }

    private static Optional<Map<String, String>> environment(ApiRequest request) {
        return request.object("Environment")
                .map(environment -> ApiRequest.object(environment, "Variables")
                        .map(variables -> ApiRequest.map(variables, "Environment.Variables"))
                        .orElse(Map.of()));
    }

    private FunctionOptions options(FunctionOptions before, ApiRequest request) {
        return new FunctionOptions(
                architecture(request).orElse(before.architecture()),
                request.object("EphemeralStorage")
                        .flatMap(storage -> ApiRequest.integer(
                                storage, "Size", FunctionOptions.DEFAULT_STORAGE_MB, MOST_STORAGE_MB))
                        .orElse(before.ephemeralStorageMb()),
                layers(request).orElse(before.layers()),
                image(request).orElse(before.image()),
                logging(request).orElse(before.logging()),
                request.object("DeadLetterConfig")
                        .map(config -> ApiRequest.text(config, "TargetArn").orElse(""))
                        .orElse(before.deadLetterTarget()),
                aws(before.aws(), request),
                before.secrets());
    }

    /** The one architecture that a request names. */
    static Optional<String> architecture(ApiRequest request) {
        return request.texts("Architectures").map(given -> {
            if (given.size() != 1 || !List.of("x86_64", "arm64").contains(given.getFirst())) {
                throw ApiRequest.violation("Architectures", "it must be one of x86_64, arm64");
            }
            return given.getFirst();
        });
    }

    private Optional<List<LayerUse>> layers(ApiRequest request) {
        return request.texts("Layers").map(arns -> layers.of(request.tenant(), arns));
    }

    private static Optional<ImageSettings> image(ApiRequest request) {
        return request.object("ImageConfig")
                .map(config -> new ImageSettings(
                        ApiRequest.texts(config, "EntryPoint")
                                .filter(list -> !list.isEmpty())
                                .orElse(null),
                        ApiRequest.texts(config, "Command")
                                .filter(list -> !list.isEmpty())
                                .orElse(null),
                        ApiRequest.text(config, "WorkingDirectory")
                                .filter(text -> !text.isEmpty())
                                .orElse(null)));
    }

    private static Optional<LogSettings> logging(ApiRequest request) {
        return request.object("LoggingConfig").map(config -> {
            String format = ApiRequest.text(config, "LogFormat").orElse("Text");
            if (!format.equals("Text") && !format.equals("JSON")) {
                throw ApiRequest.violation("LoggingConfig.LogFormat", "it must be one of JSON, Text");
            }
            Optional<String> application =
                    level(config, "ApplicationLogLevel", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
            Optional<String> system = level(config, "SystemLogLevel", "DEBUG", "INFO", "WARN");
            if (format.equals("Text") && (application.isPresent() || system.isPresent())) {
                throw ApiError.invalid("To set a log level, the log format must be JSON.");
            }
            return new LogSettings(
                    format.equals("JSON") ? LogSettings.Format.JSON : LogSettings.Format.TEXT,
                    application.orElse(null),
                    system.orElse(null),
                    ApiRequest.text(config, "LogGroup").orElse(null));
        });
    }

    private static Optional<String> level(JsonObject config, String name, String... levels) {
        Optional<String> level = ApiRequest.text(config, name);
        if (level.isPresent() && !List.of(levels).contains(level.get())) {
            throw ApiRequest.violation("LoggingConfig." + name, "it must be one of " + String.join(", ", levels));
        }
        return level;
    }

    private static AwsSettings aws(AwsSettings before, ApiRequest request) {
        Optional<JsonObject> vpc = request.object("VpcConfig");
        return new AwsSettings(
                request.text("Role").orElse(before.role()),
                request.text("KMSKeyArn").orElse(before.kmsKey()),
                request.object("TracingConfig")
                        .flatMap(config -> ApiRequest.text(config, "Mode"))
                        .map(mode -> {
                            if (!mode.equals("Active") && !mode.equals("PassThrough")) {
                                throw ApiRequest.violation(
                                        "TracingConfig.Mode", "it must be one of Active, PassThrough");
                            }
                            return mode;
                        })
                        .orElse(before.tracing()),
                vpc.map(config -> ApiRequest.texts(config, "SubnetIds").orElse(List.of()))
                        .orElse(before.subnets()),
                vpc.map(config -> ApiRequest.texts(config, "SecurityGroupIds").orElse(List.of()))
                        .orElse(before.securityGroups()),
                vpc.map(config -> Boolean.TRUE.equals(config.getValue("Ipv6AllowedForDualStack")))
                        .orElse(before.ipv6()),
                fileSystems(request).orElse(before.fileSystems()));
    }

    private static Optional<List<AwsSettings.FileSystem>> fileSystems(ApiRequest request) {
        Object given = request.body().getValue("FileSystemConfigs");
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof JsonArray array)) {
            throw ApiError.malformed("Could not parse request body into json: FileSystemConfigs must be a list.");
        }
        List<AwsSettings.FileSystem> systems = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject system)) {
                throw ApiError.malformed(
                        "Could not parse request body into json: FileSystemConfigs must be a list of objects.");
            }
            systems.add(new AwsSettings.FileSystem(
                    ApiRequest.text(system, "Arn").orElseThrow(() -> ApiRequest.missing("FileSystemConfigs.Arn")),
                    ApiRequest.text(system, "LocalMountPath")
                            .orElseThrow(() -> ApiRequest.missing("FileSystemConfigs.LocalMountPath"))));
        }
        return Optional.of(systems);
    }
}
