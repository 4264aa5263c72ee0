package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import java.util.Locale;

/** Names of functions in the form of Amazon resource names, so that code and tools which take them apart find all parts. */
public final class FunctionArn {

    private static final long ACCOUNTS = 1_000_000_000_000L;

    private FunctionArn() {}

    /** The twelve digits that stand for an organization where AWS has an account number. */
    public static String account(TenantId tenant) {
        long bits = tenant.value().getMostSignificantBits() ^ tenant.value().getLeastSignificantBits();
        return String.format(Locale.ROOT, "%012d", Long.remainderUnsigned(bits, ACCOUNTS));
    }

    /** {@code arn:aws:lambda:<region>:<account>:function:<name>}, and {@code :<version>} unless it is the latest. */
    public static String of(String region, FunctionVersion version) {
        String arn = "arn:aws:lambda:" + region + ":" + account(version.tenant()) + ":function:" + version.name();
        return version.version().equals(FunctionVersion.LATEST) ? arn : arn + ":" + version.version();
    }
}
