package io.millirun.portal.security;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Members;
import io.millirun.portal.totp.SecondStep;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.ForwardAuthenticationFailureHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.session.web.http.DefaultCookieSerializer;

/** Who may open what. What a route needs is declared where it is, see {@code Needs}; what is not a route needs a login. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String[] PROBES = {"/healthz", "/readyz", "/metrics", "/health/**"};

    @Bean
    PasswordEncoder passwordEncoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    /** The session cookie; {@code Secure} where browsers come by TLS. */
    @Bean
    DefaultCookieSerializer sessionCookie(PortalProperties properties) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName("mr_session");
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        cookie.setUseSecureCookie(properties.secure());
        return cookie;
    }

    @Bean
    @Order(1)
    SecurityFilterChain probes(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher(PROBES))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain assets(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher("/assets/**", "/favicon.ico"))
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    @Bean
    @Order(10)
    SecurityFilterChain pages(
            HttpSecurity http,
            SecondStep secondStep,
            PublicRoutes publicRoutes,
            Users users,
            Members members,
            LogIn logIn,
            PasswordAuthentication passwords,
            LogOut logOut)
            throws Exception {
        return http.authenticationProvider(passwords)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(publicRoutes)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .requestCache(cache -> cache.requestCache(pagesAskedFor()))
                .formLogin(form -> form.loginPage("/login")
                        .usernameParameter("email")
                        .successHandler(remembering(logIn, secondStep))
                        .failureHandler(new ForwardAuthenticationFailureHandler(LogInController.FAILED)))
                .logout(logout -> logout.logoutUrl("/logout")
                        .addLogoutHandler(logOut)
                        .logoutSuccessUrl("/login?bye")
                        .deleteCookies("mr_session"))
                .addFilterBefore(new MemberFilter(users, members), AuthorizationFilter.class)
                .headers(headers -> headers.addHeaderWriter(new ResponsePolicy())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions ->
                                permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** Remembers the page that a person must log in for, without a mark in its address. */
    @SuppressWarnings("NullAway") // The setter takes null for no mark, which its annotations do not say.
    private static HttpSessionRequestCache pagesAskedFor() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && request.getHeader("HX-Request") == null
                && String.valueOf(request.getHeader("Accept")).contains("text/html"));
        return cache;
    }

    /** After log-in, on to the page that asked for it. */
    private static AuthenticationSuccessHandler remembering(LogIn logIn, SecondStep secondStep) {
        SavedRequestAwareAuthenticationSuccessHandler onward = new SavedRequestAwareAuthenticationSuccessHandler();
        onward.setDefaultTargetUrl("/");
        return (request, response, authentication) -> {
            if (authentication.getPrincipal() instanceof PortalUser user) {
                if (secondStep.isOn(user.userId())) {
                    CodeController.begin(user.userId(), request, response);
                    return;
                }
                logIn.opened(user.userId(), request);
            }
            onward.onAuthenticationSuccess(request, response, authentication);
        };
    }
}
