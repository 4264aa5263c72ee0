package io.millirun.portal.demo;

import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The endpoint asks for its own token, which no browser has: no session, no form token. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(ProcessRole.PORTAL)
class DemoSecurity {

    @Bean
    @Order(0)
    SecurityFilterChain demo(HttpSecurity http) throws Exception {
        return http.securityMatcher("/internal/demo")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
