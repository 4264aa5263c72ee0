package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.PackageDownloads;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Makes functions of what {@code aws lambda get-function} gives. */
@Service
class FunctionImports {

    private final RuntimeCatalogue runtimes;
    private final CodePackages packages;
    private final PackageDownloads downloads;
    private final FunctionActs acts;

    FunctionImports(RuntimeCatalogue runtimes, CodePackages packages, PackageDownloads downloads, FunctionActs acts) {
        this.runtimes = runtimes;
        this.packages = packages;
        this.downloads = downloads;
        this.acts = acts;
    }

    /** @param notes what is different here */
    record Imported(DeployedFunction function, List<String> notes) {}

    /**
     * Makes the function; under another name if {@code name} is not empty.
     *
     * @param json what {@code get-function} printed
     * @param zip its code; null to fetch it from where {@code json} says it is
     * @throws MillirunException if it cannot be made; nothing has changed then
     */
    Imported bring(TenantId tenant, Actor actor, String name, String json, @Nullable InputStream zip) {
        AwsFunction function = AwsFunction.read(json, runtimes);
        try (CodePackage code = zip == null ? fetched(function) : packages.ofZip(zip)) {
            DeployedFunction made =
                    acts.create(tenant, actor, name.isEmpty() ? function.name() : name, function.settings(), code);
            return new Imported(made, function.notes());
        }
    }

    private CodePackage fetched(AwsFunction function) {
        return downloads.fetch(function.location()
                .orElseThrow(() -> new MillirunException(
                        Fault.CALLER,
                        "ImportRefused",
                        "There is no Code.Location in it: send the zip as well, or what `get-function` prints.")));
    }
}
