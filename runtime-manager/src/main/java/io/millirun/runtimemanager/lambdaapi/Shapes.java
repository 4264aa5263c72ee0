package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.AwsSettings;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionOptions;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.ImageSettings;
import io.millirun.runtimemanager.functions.LayerVersion;
import io.millirun.runtimemanager.functions.LogSettings;
import io.millirun.runtimemanager.functions.VersionState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Shapes of answers, as the API reference has them. */
final class Shapes {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Shapes() {}

    /** As {@code LastModified} and {@code CreatedDate} are written. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    static String sha256(String hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
    }

    static String layerArn(String region, TenantId tenant, String layer) {
        return "arn:aws:lambda:" + region + ":" + FunctionArn.account(tenant) + ":layer:" + layer;
    }

    /**
     * {@code FunctionConfiguration}.
     *
     * @param qualified whether the ARN ends with the version although the caller named none
     */
    static JsonObject configuration(DeployedVersion deployed, String region, boolean qualified) {
        FunctionVersion version = deployed.version();
        boolean image = version.imageUri() != null;
        FunctionOptions options = version.options();
        String arn = FunctionArn.of(region, version.tenant(), version.name());
        String suffix = !version.qualifier().isEmpty() ? version.qualifier() : qualified ? version.version() : "";
        var shape = new JsonObject()
                .put("FunctionName", version.name().value())
                .put("FunctionArn", suffix.isEmpty() ? arn : arn + ":" + suffix)
                .put("Role", options.aws().role())
                .put("CodeSize", version.codeSize())
                .put("Description", deployed.description())
                .put("Timeout", version.timeout().toSeconds())
                .put("MemorySize", version.memory().megabytes())
                .put("LastModified", time(deployed.modifiedAt()))
                .put("CodeSha256", sha256(version.codeDigest()))
                .put("Version", version.version())
                .put("TracingConfig", new JsonObject().put("Mode", options.aws().tracing()))
                .put("RevisionId", version.revision().toString())
                .put("PackageType", image ? "Image" : "Zip")
                .put("Architectures", new JsonArray().add(options.architecture()))
                .put("EphemeralStorage", new JsonObject().put("Size", options.ephemeralStorageMb()))
                .put("SnapStart", new JsonObject().put("ApplyOn", "None").put("OptimizationStatus", "Off"))
                .put("LoggingConfig", logging(version.name(), options.logging()));
        if (image) {
            image(shape, options.image());
        } else {
            shape.put("Runtime", version.runtime()).put("Handler", version.handler());
        }
        if (!version.environment().isEmpty()) {
            var variables = new JsonObject();
            options.hidden(version.environment()).forEach(variables::put);
            shape.put("Environment", new JsonObject().put("Variables", variables));
        }
        if (!options.deadLetterTarget().isEmpty()) {
            shape.put("DeadLetterConfig", new JsonObject().put("TargetArn", options.deadLetterTarget()));
        }
        if (!options.layers().isEmpty()) {
            var layers = new JsonArray();
            options.layers()
                    .forEach(layer ->
                            layers.add(new JsonObject().put("Arn", layer.arn()).put("CodeSize", layer.codeSize())));
            shape.put("Layers", layers);
        }
        aws(shape, options.aws());
        state(shape, version.state());
        return shape;
    }

    private static void image(JsonObject shape, ImageSettings settings) {
        var config = new JsonObject();
        List<String> entryPoint = settings.entryPoint();
        List<String> command = settings.command();
        if (entryPoint != null) {
            config.put("EntryPoint", new JsonArray(entryPoint));
        }
        if (command != null) {
            config.put("Command", new JsonArray(command));
        }
        if (settings.workingDirectory() != null) {
            config.put("WorkingDirectory", settings.workingDirectory());
        }
        if (!config.isEmpty()) {
            shape.put("ImageConfigResponse", new JsonObject().put("ImageConfig", config));
        }
    }

    private static void aws(JsonObject shape, AwsSettings aws) {
        if (!aws.subnets().isEmpty() || !aws.securityGroups().isEmpty()) {
            shape.put(
                    "VpcConfig",
                    new JsonObject()
                            .put("SubnetIds", new JsonArray(aws.subnets()))
                            .put("SecurityGroupIds", new JsonArray(aws.securityGroups()))
                            .put("VpcId", "")
                            .put("Ipv6AllowedForDualStack", aws.ipv6()));
        }
        if (!aws.kmsKey().isEmpty()) {
            shape.put("KMSKeyArn", aws.kmsKey());
        }
        if (!aws.fileSystems().isEmpty()) {
            var systems = new JsonArray();
            aws.fileSystems()
                    .forEach(system -> systems.add(
                            new JsonObject().put("Arn", system.arn()).put("LocalMountPath", system.localMountPath())));
            shape.put("FileSystemConfigs", systems);
        }
    }

    private static void state(JsonObject shape, VersionState state) {
        shape.put("State", capitalised(state.phase().name()));
        if (!state.code().isEmpty()) {
            shape.put("StateReasonCode", state.code()).put("StateReason", state.reason());
        }
        shape.put(
                "LastUpdateStatus",
                switch (state.update()) {
                    case SUCCESSFUL -> "Successful";
                    case IN_PROGRESS -> "InProgress";
                    case FAILED -> "Failed";
                });
        if (!state.updateCode().isEmpty()) {
            shape.put("LastUpdateStatusReasonCode", state.updateCode())
                    .put("LastUpdateStatusReason", state.updateReason());
        }
    }

    private static JsonObject logging(FunctionName name, LogSettings settings) {
        var shape = new JsonObject()
                .put("LogFormat", settings.format() == LogSettings.Format.JSON ? "JSON" : "Text")
                .put("LogGroup", settings.group() == null ? "/aws/lambda/" + name : settings.group());
        if (settings.format() == LogSettings.Format.JSON) {
            shape.put("ApplicationLogLevel", settings.applicationLevel() == null ? "INFO" : settings.applicationLevel())
                    .put("SystemLogLevel", settings.systemLevel() == null ? "INFO" : settings.systemLevel());
        }
        return shape;
    }

    /** {@code AliasConfiguration}. */
    static JsonObject alias(Alias alias, TenantId tenant, String region) {
        AliasTarget target = alias.target();
        var shape = new JsonObject()
                .put("AliasArn", FunctionArn.of(region, tenant, alias.function()) + ":" + alias.name())
                .put("Name", alias.name())
                .put("FunctionVersion", target.version())
                .put("Description", alias.description())
                .put("RevisionId", alias.revision().toString());
        if (target.additionalVersion() != null) {
            shape.put(
                    "RoutingConfig",
                    new JsonObject()
                            .put(
                                    "AdditionalVersionWeights",
                                    new JsonObject()
                                            .put(
                                                    target.additionalVersion(),
                                                    target.additionalWeight().doubleValue())));
        }
        return shape;
    }

    /** {@code LayerVersionsListItem}. */
    static JsonObject layerVersion(LayerVersion version, TenantId tenant, String region) {
        var shape = new JsonObject()
                .put("LayerVersionArn", layerArn(region, tenant, version.layer()) + ":" + version.number())
                .put("Version", version.number())
                .put("Description", version.description())
                .put("CreatedDate", time(version.createdAt()));
        if (!version.runtimes().isEmpty()) {
            shape.put("CompatibleRuntimes", new JsonArray(version.runtimes()));
        }
        if (!version.architectures().isEmpty()) {
            shape.put("CompatibleArchitectures", new JsonArray(version.architectures()));
        }
        if (!version.license().isEmpty()) {
            shape.put("LicenseInfo", version.license());
        }
        return shape;
    }

    private static String capitalised(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
