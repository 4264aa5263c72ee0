package io.millirun.portal.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The events that developers keep to test a function with, for programs. */
@RestController
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions/{name}/test-events")
@Tag(name = "Test events", description = "Events that are kept to test a function with")
class TestEventsApi {

    private static final int MOST_CHARACTERS = 1_500_000;

    private final FunctionCatalog catalog;
    private final TestEvents events;

    TestEventsApi(FunctionCatalog catalog, TestEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    /**
     * An event.
     *
     * @param event JSON, as text
     */
    record TestEvent(@NotBlank @Size(max = MOST_CHARACTERS) String event) {}

    @GetMapping
    @Operation(summary = "The names of the function's test events")
    List<String> names(Caller caller, @PathVariable String name) {
        return events.names(caller.tenant(), require(caller, name));
    }

    @GetMapping("/{event}")
    @Operation(summary = "One test event")
    TestEvent find(Caller caller, @PathVariable String name, @PathVariable String event) {
        return events.find(caller.tenant(), require(caller, name), event)
                .map(TestEvent::new)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PutMapping("/{event}")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Keeps a test event, over the one of that name")
    void save(
            Caller caller, @PathVariable String name, @PathVariable String event, @Valid @RequestBody TestEvent kept) {
        FunctionId function = require(caller, name);
        if (event.length() > 60) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A name has at most 60 characters.");
        }
        List<String> names = events.names(caller.tenant(), function);
        if (!names.contains(event) && names.size() >= TestEvents.MOST) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "A function keeps at most " + TestEvents.MOST + " test events.");
        }
        events.save(caller.tenant(), function, event, kept.event());
    }

    @DeleteMapping("/{event}")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Removes a test event")
    void remove(Caller caller, @PathVariable String name, @PathVariable String event) {
        events.remove(caller.tenant(), require(caller, name), event);
    }

    private FunctionId require(Caller caller, String name) {
        if (!FunctionName.isValid(name)) {
            throw FunctionsApi.notFound();
        }
        return catalog.find(caller.tenant(), new FunctionName(name))
                .orElseThrow(FunctionsApi::notFound)
                .latest()
                .function();
    }
}
