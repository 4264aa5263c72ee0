package io.millirun.runtimemanager.runtimeapi;

import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.LogSettings;
import io.millirun.runtimemanager.instances.InstanceSpec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * What turns a stem into an instance of a function version: a header with environment and list of files, then the files'
 * contents end to end. The format is described in {@code runtimes/README.md}.
 *
 * @param head length and header
 * @param contents local file with {@code length} bytes that follow
 */
record Assignment(Buffer head, Path contents, long length) {

    static final String CONTENT_TYPE = "application/vnd.millirun.assignment";

    private static final String TASK_ROOT = "/var/task/";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    static Assignment of(
            InstanceSpec stem,
            String runtimeApi,
            String region,
            FunctionVersion version,
            CodeBundle bundle,
            boolean reexec,
            InstantSource clock) {
        JsonArray files = new JsonArray();
        for (CodeBundle.File file : bundle.files()) {
            files.add(new JsonObject()
                    .put("path", file.path().startsWith("/") ? file.path() : TASK_ROOT + file.path())
                    .put("mode", file.mode())
                    .put("size", file.size())
                    .put("link", file.link()));
        }
        Map<String, String> environment = environment(stem, runtimeApi, region, version, clock);
        Buffer header = new JsonObject()
                .put("environment", new JsonObject(new TreeMap<>(environment)))
                .put("files", files)
                .put("reexec", reexec)
                .toBuffer();
        return new Assignment(
                Buffer.buffer(4 + header.length()).appendInt(header.length()).appendBuffer(header),
                bundle.contents(),
                bundle.length());
    }

    /** The variables of AWS Lambda's environment over the runtime's defaults and the tenant's own. */
    private static Map<String, String> environment(
            InstanceSpec stem, String runtimeApi, String region, FunctionVersion version, InstantSource clock) {
        Map<String, String> environment = new TreeMap<>(stem.environment());
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.putAll(version.environment());
        environment.put("_HANDLER", version.handler());
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", version.name().value());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", version.version());
        environment.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(version.memory().megabytes()));
        LogSettings logging = version.options().logging();
        environment.put(
                "AWS_LAMBDA_LOG_GROUP_NAME",
                logging.group() == null ? "/aws/lambda/" + version.name() : logging.group());
        if (logging.format() == LogSettings.Format.JSON) {
            // The official clients write the code's own lines in JSON then, and only those of the level.
            environment.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
            environment.put(
                    "AWS_LAMBDA_LOG_LEVEL", logging.applicationLevel() == null ? "INFO" : logging.applicationLevel());
        }
        environment.put(
                "AWS_LAMBDA_LOG_STREAM_NAME",
                DAY.format(clock.instant()) + "/[" + version.version() + "]"
                        + stem.id().shortName());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        return environment;
    }
}
