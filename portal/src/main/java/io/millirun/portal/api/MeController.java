package io.millirun.portal.api;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the holder of a credential what it stands for. */
@RestController
@Needs(Permission.BELONG)
@RequestMapping("/api/v1/me")
@Tag(name = "Organization")
class MeController {

    /**
     * What a credential stands for.
     *
     * @param organization the organization's id
     * @param credential the access key's id
     */
    record Me(String organization, String credential) {}

    @GetMapping
    @Operation(summary = "What the access key stands for")
    Me me(Caller caller) {
        return new Me(caller.tenant().toString(), caller.name());
    }
}
