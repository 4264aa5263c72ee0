package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.DeployedVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions and aliases of a function as their page shows them.
 *
 * @param unpublished whether {@code $LATEST} differs from the newest version
 * @param published the newest version first
 */
record VersionList(boolean unpublished, List<Version> published, List<AliasLine> aliases) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * A published version.
     *
     * @param aliases names of those that point to it
     * @param image whether its code is a container image, which is not kept here
     */
    record Version(
            String number,
            String description,
            Instant publishedAt,
            String runtime,
            int memoryMb,
            long codeSize,
            String sha,
            boolean image,
            List<String> aliases) {}

    /**
     * An alias.
     *
     * @param share of the calls that the second version gets, in percent
     * @param earlier the version before the one it points to; null if there is none
     */
    record AliasLine(
            String name,
            String description,
            String version,
            @Nullable String second,
            String share,
            @Nullable String earlier) {

        /** Share of the calls that the first version gets, in percent. */
        public String rest() {
            return HUNDRED.subtract(new BigDecimal(share)).stripTrailingZeros().toPlainString();
        }
    }

    static VersionList of(List<DeployedVersion> versions, List<Alias> aliases) {
        List<DeployedVersion> published = new ArrayList<>(versions.subList(1, versions.size()));
        Collections.reverse(published);
        List<String> numbers =
                published.stream().map(version -> version.version().version()).toList();
        return new VersionList(
                published.isEmpty() || !published.getFirst().sameAs(versions.getFirst()),
                published.stream().map(version -> version(version, aliases)).toList(),
                aliases.stream().map(alias -> line(alias, numbers)).toList());
    }

    private static Version version(DeployedVersion deployed, List<Alias> aliases) {
        var version = deployed.version();
        return new Version(
                version.version(),
                deployed.description(),
                deployed.modifiedAt(),
                version.runtime(),
                version.memory().megabytes(),
                version.codeSize(),
                version.codeDigest().substring(0, 12),
                version.imageUri() != null,
                aliases.stream()
                        .filter(alias -> pointsTo(alias.target(), version.version()))
                        .map(Alias::name)
                        .toList());
    }

    private static boolean pointsTo(AliasTarget target, String number) {
        return number.equals(target.version()) || number.equals(target.additionalVersion());
    }

    private static AliasLine line(Alias alias, List<String> newestFirst) {
        AliasTarget target = alias.target();
        int at = newestFirst.indexOf(target.version());
        return new AliasLine(
                alias.name(),
                alias.description(),
                target.version(),
                target.additionalVersion(),
                target.additionalWeight().multiply(HUNDRED).stripTrailingZeros().toPlainString(),
                at >= 0 && at + 1 < newestFirst.size() ? newestFirst.get(at + 1) : null);
    }
}
