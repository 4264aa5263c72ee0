package io.millirun.runtimemanager.instances;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Function versions and calls for tests. */
final class Versions {

    static final String RUNTIME = "lang1";

    private Versions() {}

    static FunctionVersion of(TenantId tenant, String name) {
        return new FunctionVersion(
                tenant,
                FunctionId.next(),
                new FunctionName(name),
                FunctionVersion.LATEST,
                UUID.randomUUID(),
                RUNTIME,
                "index.handler",
                new MemorySize(128),
                Duration.ofSeconds(3),
                Map.of(),
                "digest",
                1,
                UrlAuth.NONE);
    }

    /** The same with this concurrency reserved for its function; null for none. */
    static FunctionVersion reserving(FunctionVersion version, @Nullable Integer calls) {
        return new FunctionVersion(
                version.tenant(),
                version.function(),
                version.name(),
                version.version(),
                version.qualifier(),
                version.revision(),
                version.runtime(),
                version.handler(),
                version.memory(),
                version.timeout(),
                version.environment(),
                version.imageUri(),
                version.codeDigest(),
                version.codeSize(),
                version.options(),
                version.state(),
                version.url(),
                calls,
                version.mayLoop());
    }

    static Call call(FunctionVersion version, long now, Consumer<CallEnd> ended) {
        return new Call(InvocationId.next(), version, Buffer.buffer("{}"), "", Trace.NONE, now, ended);
    }
}
