package io.millirun.runtimemanager.trace;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The chain of calls that a call belongs to, as the header {@code X-Amzn-Trace-Id} carries it. AWS's SDKs send the header of
 * the call that they run in with every call they make, so its {@code Lineage} counts how often each function already ran in
 * this chain.
 *
 * @param root {@code 1-<8 hex>-<24 hex>}, empty if the chain begins with this call
 * @param lineage the functions that ran in the chain, oldest first
 */
public record Trace(String root, List<Visit> lineage) {

    /** A chain that begins with the call at hand. */
    public static final Trace NONE = new Trace("", List.of());

    /** How often one function may run in one chain, as in AWS Lambda. */
    public static final int MOST_VISITS = 16;

    /** How many different functions may run in one chain; bounds the header. */
    static final int MOST_FUNCTIONS = 64;

    private static final int LONGEST_HEADER = 4_096;
    private static final Pattern ROOT = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");
    private static final Pattern VISIT = Pattern.compile("([0-9a-f]{8}):([0-9]{1,4})");

    public Trace {
        lineage = List.copyOf(lineage);
    }

    /**
     * One function's part in a chain.
     *
     * @param function eight hexadecimal digits that stand for it
     * @param times how often it ran
     */
    public record Visit(String function, int times) {

        @Override
        public String toString() {
            return function + ":" + times;
        }
    }

    /** Reads a header; what is not in its form counts as absent. */
    public static Trace parse(@Nullable String header) {
        if (header == null || header.length() > LONGEST_HEADER) {
            return NONE;
        }
        String root = "";
        List<Visit> lineage = new ArrayList<>();
        for (String part : header.split(";", -1)) {
            String field = part.strip();
            if (field.startsWith("Root=") && ROOT.matcher(field.substring(5)).matches()) {
                root = field.substring(5);
            } else if (field.startsWith("Lineage=")) {
                Matcher visit = VISIT.matcher(field.substring(8));
                while (visit.find()) {
                    lineage.add(new Visit(visit.group(1), Integer.parseInt(visit.group(2))));
                }
            }
        }
        return new Trace(root, lineage);
    }

    /** The chain with one more run of {@code function}. */
    public Trace entering(FunctionId function) {
        String hash = hash(function);
        if (lineage.isEmpty()) {
            return new Trace(root, List.of(new Visit(hash, 1)));
        }
        List<Visit> visits = new ArrayList<>(lineage);
        int times = 1;
        for (Visit visit : lineage) {
            if (visit.function().equals(hash)) {
                visits.remove(visit);
                times = visit.times() + 1;
            }
        }
        visits.add(new Visit(hash, times));
        return new Trace(root, visits);
    }

    /** Whether the chain has come back to {@code function}, which it entered last, too often. */
    public boolean loops(FunctionId function) {
        for (Visit visit : lineage) {
            if (visit.times() > MOST_VISITS && visit.function().equals(hash(function))) {
                return true;
            }
        }
        return false;
    }

    /** Whether more different functions have run in the chain than its header can tell. */
    public boolean isTooLong() {
        return lineage.size() > MOST_FUNCTIONS;
    }

    /** The header of {@code id}, a call in this chain; nothing is sampled. */
    public String header(InvocationId id) {
        HexFormat hex = HexFormat.of();
        long low = id.value().getLeastSignificantBits();
        String header =
                "Root=" + (root.isEmpty() ? rootOf(id) : root) + ";Parent=" + hex.toHexDigits(low) + ";Sampled=0";
        return lineage.isEmpty() ? header : header + ";Lineage=" + text();
    }

    /** The chain to keep with an event, for {@link #parse}; empty for {@link #NONE}. */
    public String kept() {
        if (equals(NONE)) {
            return "";
        }
        String chain = lineage.isEmpty() ? "" : "Lineage=" + text();
        return root.isEmpty() ? chain : "Root=" + root + ";" + chain;
    }

    /** The same chain, or one that begins with {@code id} if it has no root yet. */
    public Trace rooted(InvocationId id) {
        return root.isEmpty() ? new Trace(rootOf(id), lineage) : this;
    }

    private String text() {
        var text = new StringBuilder(16 * lineage.size());
        for (Visit visit : lineage) {
            text.append(text.isEmpty() ? "" : "|")
                    .append(visit.function())
                    .append(':')
                    .append(visit.times());
        }
        return text.toString();
    }

    private static String rootOf(InvocationId id) {
        HexFormat hex = HexFormat.of();
        String random = hex.toHexDigits(id.value().getMostSignificantBits()).substring(8);
        return "1-" + hex.toHexDigits((int) id.startedAt().getEpochSecond()) + "-" + random
                + hex.toHexDigits(id.value().getLeastSignificantBits());
    }

    private static String hash(FunctionId function) {
        return HexFormat.of().toHexDigits(function.value().hashCode());
    }
}
