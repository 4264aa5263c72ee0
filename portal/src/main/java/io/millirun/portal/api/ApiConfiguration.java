package io.millirun.portal.api;

import io.millirun.runtimemanager.Callers;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
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
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info().title("Millirun").version("v1"))
                .components(new Components()
                        .addSecuritySchemes(
                                "accessKey",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An access key, written mr_<key id>_<secret>")))
                .addSecurityItem(new SecurityRequirement().addList("accessKey"));
    }
}
