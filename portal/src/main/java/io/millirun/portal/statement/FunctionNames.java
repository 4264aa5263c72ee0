package io.millirun.portal.statement;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Names for the functions in usage figures; usage stays when a function goes. */
@Component
public class FunctionNames {

    private final FunctionCatalog catalog;

    FunctionNames(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    /** The names at this moment. */
    public Known of(TenantId tenant) {
        return new Known(
                catalog.list(tenant).stream()
                        .collect(Collectors.toMap(
                                function -> function.latest().function(),
                                (DeployedFunction function) -> function.name().value())),
                catalog.former(tenant));
    }

    /**
     * Names by function.
     *
     * @param former of functions that were deleted
     */
    public record Known(Map<FunctionId, String> names, Map<FunctionId, FunctionName> former) {

        public Known {
            names = Map.copyOf(names);
            former = Map.copyOf(former);
        }

        /** The function's name, empty if it was deleted. */
        public Optional<String> name(FunctionId function) {
            return Optional.ofNullable(names.get(function));
        }

        /** What it is or was called; empty if that is not known any more. */
        public String called(FunctionId function) {
            return name(function)
                    .or(() -> Optional.ofNullable(former.get(function)).map(FunctionName::value))
                    .orElse("");
        }

        /** The same for readers: says if it was deleted. */
        public String label(FunctionId function) {
            return name(function).orElseGet(() -> {
                FunctionName before = former.get(function);
                return before == null
                        ? "deleted function " + function.toString().substring(24)
                        : before + " (deleted)";
            });
        }
    }
}
