package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.functions.SignedPaths;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Addresses from which a code package can be fetched for ten minutes, without a credential: they are one themselves. */
final class CodeLinks {

    static final String PREFIX = "/code-packages/";

    private static final int CONTENT = 16 + 32;

    private final SignedPaths paths;

    CodeLinks(EnvironmentKey secret, Clock clock) {
        this.paths = new SignedPaths(PREFIX, "code package links", secret, clock);
    }

    /** A package that may be fetched. */
    record Target(TenantId tenant, String digest) {}

    /** The path of the package with this digest. */
    String path(TenantId tenant, String digest) {
        return paths.path(ByteBuffer.allocate(CONTENT)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .put(HexFormat.of().parseHex(digest))
                .array());
    }

    /** What {@code path} is good for; empty if it is not ours, was changed or is too old. */
    Optional<Target> target(String path) {
        return paths.content(path).filter(content -> content.length == CONTENT).map(content -> {
            ByteBuffer fields = ByteBuffer.wrap(content);
            TenantId tenant = new TenantId(new UUID(fields.getLong(), fields.getLong()));
            byte[] digest = new byte[32];
            fields.get(digest);
            return new Target(tenant, HexFormat.of().formatHex(digest));
        });
    }
}
