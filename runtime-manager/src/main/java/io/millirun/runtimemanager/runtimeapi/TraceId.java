package io.millirun.runtimemanager.runtimeapi;

import io.millirun.kernel.InvocationId;
import java.util.HexFormat;

/** A trace header in the form of AWS X-Ray, made of the invocation's own time and bits; nothing is sampled. */
final class TraceId {

    private TraceId() {}

    static String of(InvocationId id) {
        HexFormat hex = HexFormat.of();
        long time = id.startedAt().getEpochSecond();
        long low = id.value().getLeastSignificantBits();
        String random = hex.toHexDigits(id.value().getMostSignificantBits()).substring(8);
        return "Root=1-" + hex.toHexDigits((int) time) + "-" + random + hex.toHexDigits(low) + ";Parent="
                + hex.toHexDigits(low) + ";Sampled=0";
    }
}
