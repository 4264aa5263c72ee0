package io.millirun.portal.api;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.RouteRules;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import tools.jackson.databind.ObjectMapper;

/** Guards and describes the REST API: no cookies, no sessions, an access key on every request. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    static {
        // Who calls is told by the bearer token, not by a parameter.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    private static final String DESCRIPTION = "/api/v1/openapi.json";

    @Bean
    @Order(3)
    SecurityFilterChain apiDescription(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher(DESCRIPTION))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain api(HttpSecurity http, Callers callers, ObjectMapper json) throws Exception {
        return stateless(http.securityMatcher("/api/**"))
                .addFilterBefore(new BearerFilter(callers, json), AuthorizationFilter.class)
                .addFilterAfter(new BodyLimit(), BearerFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** Adds to every operation what all have in common: how it is refused. */
    @Bean
    OperationCustomizer commonAnswers() {
        return (operation, handler) -> {
            ApiResponses answers = operation.getResponses();
            RouteRules.ruleOf(handler).ifPresent(needed -> {
                if (needed != Permission.PUBLIC) {
                    answers.addApiResponse("401", problem("There is no access key, or it is not good."));
                    answers.addApiResponse(
                            "403", problem("The access key may not do this; it needs " + scopes(needed)));
                    operation.setDescription("Needs " + scopes(needed));
                }
            });
            if (operation.getParameters() != null
                    && operation.getParameters().stream().anyMatch(parameter -> "path".equals(parameter.getIn()))) {
                answers.addApiResponse("404", problem("There is no such thing in the organization."));
            }
            if (operation.getRequestBody() != null || operation.getParameters() != null) {
                answers.addApiResponse("400", problem("Something in the request is wrong; the detail says what."));
            }
            return operation;
        };
    }

    private static String scopes(Permission needed) {
        String all = Stream.of(Scope.values())
                .filter(scope -> needed.isIn(new Grants(Set.of(scope), null)))
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return all.isEmpty() ? "what no key has." : "a key with the scope " + all + ".";
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }

    @Bean
    OpenAPI description(PortalProperties properties) {
        return new OpenAPI()
                // As configured; left alone it would be whatever the Host header says.
                .addServersItem(
                        new Server().url(properties.publicUrl().toString().replaceFirst("/$", "")))
                .info(new Info()
                        .title("Millirun")
                        .version("v1")
                        .description(
                                "Everything an organization does in the portal, for programs; and, with a key that an "
                                        + "operator made for it, what operators do."))
                .components(new Components()
                        .addSchemas("Problem", problemSchema())
                        .addSecuritySchemes(
                                "accessKey",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An access key, written mr_<key id>_<secret>")))
                .addSecurityItem(new SecurityRequirement().addList("accessKey"));
    }

    /** RFC 9457. */
    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description("What was wrong (RFC 9457)")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("a sentence for the person who can act on it"))
                .addProperty("instance", new StringSchema())
                .addProperty("code", new StringSchema().description("stable, where there is one"));
    }
}
