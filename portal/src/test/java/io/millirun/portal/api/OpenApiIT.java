package io.millirun.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.PortalIT;
import io.millirun.portal.security.RouteRules;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The description of the REST API says what there is, and nothing else, in a form that programs can read. */
class OpenApiIT extends PortalIT {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\"\\s*:\\s*\"#/components/schemas/([^\"]+)\"");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Test
    void everyRouteIsDescribedAndEveryDescriptionHasARoute() throws Exception {
        Set<String> described = operations(read(body()))
                .map(one -> one.method() + " " + one.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).hasSizeGreaterThan(40).isEqualTo(routes());
    }

    @Test
    void everyOperationIsCompleteAndEveryReferenceLeadsSomewhere() throws Exception {
        String body = body();
        OpenAPI api = read(body);
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        operations(api).forEach(one -> {
            String where = one.method() + " " + one.path() + ": ";
            Operation operation = one.operation();
            if (operation.getSummary() == null || operation.getSummary().isBlank()) {
                wrong.add(where + "no summary");
            }
            if (operation.getTags() == null || operation.getTags().isEmpty()) {
                wrong.add(where + "no tag");
            }
            if (operation.getOperationId() == null || !ids.add(operation.getOperationId())) {
                wrong.add(where + "no id of its own: " + operation.getOperationId());
            }
            if (operation.getResponses().keySet().stream().noneMatch(status -> status.startsWith("2"))
                    || !operation.getResponses().containsKey("401")) {
                wrong.add(where + "answers " + operation.getResponses().keySet());
            }
            List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
            Set<String> inPath = parameters.stream()
                    .filter(parameter -> "path".equals(parameter.getIn()))
                    .map(Parameter::getName)
                    .collect(Collectors.toSet());
            Set<String> variables = VARIABLE.matcher(one.path())
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
            if (!inPath.equals(variables)) {
                wrong.add(where + "path parameters " + inPath);
            }
            parameters.stream()
                    .filter(parameter -> parameter.getSchema() == null || "caller".equals(parameter.getName()))
                    .forEach(parameter -> wrong.add(where + "parameter " + parameter.getName()));
        });
        REFERENCE
                .matcher(body)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !api.getComponents().getSchemas().containsKey(name))
                .forEach(name -> wrong.add("no schema " + name));
        assertThat(wrong).isEmpty();
        assertThat(api.getComponents().getSecuritySchemes()).containsKey("accessKey");
        assertThat(api.getInfo().getVersion()).isEqualTo("v1");
    }

    private String body() {
        var answer = browser().get("/api/v1/openapi.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static OpenAPI read(String body) throws Exception {
        return Json.mapper().readValue(body, OpenAPI.class);
    }

    private record Described(String method, String path, Operation operation) {}

    private static Stream<Described> operations(OpenAPI api) {
        return api.getPaths().entrySet().stream().flatMap(path -> operations(path.getKey(), path.getValue()));
    }

    private static Stream<Described> operations(String path, PathItem item) {
        return item.readOperationsMap().entrySet().stream()
                .map((Map.Entry<PathItem.HttpMethod, Operation> one) ->
                        new Described(one.getKey().name(), path, one.getValue()));
    }

    private Set<String> routes() {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue()))
                .flatMap(route -> route.getKey().getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1/"))
                        .flatMap(pattern -> route.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> method.name() + " " + pattern.replaceAll("\\{(\\w+):[^}]*}", "{$1}"))))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
