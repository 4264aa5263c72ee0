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

    /** {@code arn:aws:lambda:<region>:<account>:function:<name>}. */
    public static String of(String region, TenantId tenant, FunctionName name) {
        return "arn:aws:lambda:" + region + ":" + account(tenant) + ":function:" + name;
    }

    /** The same with {@code :<qualifier>}, if the caller named one. */
    public static String of(String region, FunctionVersion version) {
        String arn = of(region, version.tenant(), version.name());
        return version.qualifier().isEmpty() ? arn : arn + ":" + version.qualifier();
    }
}
