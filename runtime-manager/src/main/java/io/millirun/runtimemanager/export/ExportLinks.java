package io.millirun.runtimemanager.export;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.SignedPaths;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Addresses at the gateway from which a version can be fetched as an image for ten minutes. */
public final class ExportLinks {

    /** What these paths begin with. */
    public static final String PREFIX = "/function-images/";

    private final SignedPaths paths;

    public ExportLinks(EnvironmentKey secret, Clock clock) {
        this.paths = new SignedPaths(PREFIX, "function image links", secret, clock);
    }

    /**
     * A version that may be fetched.
     *
     * @param qualifier its number, or {@code $LATEST}
     */
    public record Target(TenantId tenant, FunctionName name, String qualifier) {}

    /** The path of a version's image. */
    public String path(Target target) {
        byte[] text = (target.name() + ":" + target.qualifier()).getBytes(StandardCharsets.UTF_8);
        return paths.path(ByteBuffer.allocate(16 + text.length)
                .putLong(target.tenant().value().getMostSignificantBits())
                .putLong(target.tenant().value().getLeastSignificantBits())
                .put(text)
                .array());
    }

    /** What {@code path} is good for; empty if it is not ours, was changed or is too old. */
    public Optional<Target> target(String path) {
        return paths.content(path).map(content -> {
            ByteBuffer fields = ByteBuffer.wrap(content);
            TenantId tenant = new TenantId(new UUID(fields.getLong(), fields.getLong()));
            String text = StandardCharsets.UTF_8.decode(fields).toString();
            int colon = text.indexOf(':');
            return new Target(tenant, new FunctionName(text.substring(0, colon)), text.substring(colon + 1));
        });
    }
}
