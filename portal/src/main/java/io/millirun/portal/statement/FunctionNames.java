package io.millirun.portal.statement;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
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
        return new Known(catalog.list(tenant).stream()
                .collect(Collectors.toMap(
                        function -> function.latest().function(),
                        (DeployedFunction function) -> function.name().value())));
    }

    /** Names by function. */
    public record Known(Map<FunctionId, String> names) {

        public Known {
            names = Map.copyOf(names);
        }

        /** The function's name, empty if it was deleted. */
        public Optional<String> name(FunctionId function) {
            return Optional.ofNullable(names.get(function));
        }

        /** Its name, or what is left to tell it by. */
        public String label(FunctionId function) {
            return name(function)
                    .orElseGet(() -> "deleted function " + function.toString().substring(24));
        }
    }
}
