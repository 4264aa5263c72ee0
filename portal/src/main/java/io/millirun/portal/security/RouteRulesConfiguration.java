package io.millirun.portal.security;

import io.millirun.portal.mail.MailServer;
import io.millirun.portal.suspension.StandingWatch;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the rules before every route. */
@Configuration(proxyBeanMethods = false)
class RouteRulesConfiguration implements WebMvcConfigurer {

    private final MailServer mail;
    private final StandingWatch standings;

    RouteRulesConfiguration(MailServer mail, StandingWatch standings) {
        this.mail = mail;
        this.standings = standings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new RouteRules(mail, standings));
    }
}
