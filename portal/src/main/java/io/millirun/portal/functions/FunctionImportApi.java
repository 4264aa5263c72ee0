package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Functions that come over from AWS, for programs. */
@RestController
@Tag(name = "Functions")
@Needs(Permission.DEPLOY)
@RequestMapping("/api/v1/imports")
class FunctionImportApi {

    private final FunctionImports imports;

    FunctionImportApi(FunctionImports imports) {
        this.imports = imports;
    }

    /** @param notes what is different here, for its owner */
    record Import(FunctionDocument function, List<String> notes) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Makes a function of what aws lambda get-function prints",
            description = "The code is fetched from Code.Location, which AWS keeps open for ten minutes.")
    Import bring(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestBody String function,
            HttpServletRequest request) {
        FunctionImports.Imported made =
                imports.bring(caller.tenant(), Actor.of(caller, request.getRemoteAddr()), name, function, null);
        return new Import(FunctionDocument.of(made.function(), true), made.notes());
    }
}
