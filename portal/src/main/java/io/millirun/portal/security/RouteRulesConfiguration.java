package io.millirun.portal.security;

import io.millirun.portal.mail.MailServer;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the rules before every route. */
@Configuration(proxyBeanMethods = false)
class RouteRulesConfiguration implements WebMvcConfigurer {

    private final MailServer mail;

    RouteRulesConfiguration(MailServer mail) {
        this.mail = mail;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new RouteRules(mail));
    }
}
