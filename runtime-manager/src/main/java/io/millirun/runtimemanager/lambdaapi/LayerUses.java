package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.LayerUse;
import io.millirun.runtimemanager.functions.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the layer versions that requests name. */
final class LayerUses {

    static final Pattern ARN = Pattern.compile(
            "arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:([0-9]{12}):layer:([a-zA-Z0-9-_]{1,140}):([1-9][0-9]{0,8})");

    private static final int MOST = 5;
    private static final long MOST_UNPACKED = 262_144_000;

    private final Layers layers;

    LayerUses(Layers layers) {
        this.layers = layers;
    }

    /** The versions with these ARNs, in their order; each must be the organization's and there. */
    List<LayerUse> of(TenantId tenant, List<String> arns) {
        if (arns.size() > MOST) {
            throw ApiError.invalid("Function can reference a maximum of " + MOST + " layer versions.");
        }
        List<LayerUse> uses = new ArrayList<>();
        long unpacked = 0;
        for (String arn : arns) {
            Matcher matcher = ARN.matcher(arn);
            if (!matcher.matches()) {
                throw ApiRequest.violation("Layers", "each must be the ARN of a layer version, not " + arn);
            }
            if (uses.stream()
                    .anyMatch(use -> use.arn().replaceAll(":[0-9]+$", "").equals(arn.replaceAll(":[0-9]+$", "")))) {
                throw ApiError.invalid(
                        "Two different versions of the same layer are not allowed to be referenced in the same function.");
            }
            LayerUse use = layers.find(tenant, matcher.group(2), Integer.parseInt(matcher.group(3)))
                    .filter(_ -> matcher.group(1).equals(FunctionArn.account(tenant)))
                    .orElseThrow(() -> ApiError.invalid("Layer version " + arn + " does not exist."))
                    .use(arn);
            unpacked += use.unpackedSize();
            uses.add(use);
        }
        if (unpacked > MOST_UNPACKED) {
            throw ApiError.invalid("Layers consume more than the available size of " + MOST_UNPACKED + " bytes");
        }
        return uses;
    }
}
