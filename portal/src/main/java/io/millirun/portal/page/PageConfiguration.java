package io.millirun.portal.page;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Caller;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Serves pages and static assets. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    private static final Duration KEPT = Duration.ofDays(365);

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument(Member.class));
        resolvers.add(new RequestArgument(Person.class));
        resolvers.add(new RequestArgument(Caller.class));
    }

    /**
     * Pages link to assets with a hash of their content in the name; those are kept for ever. Plain names (in scripts and
     * style sheets) are asked for again each time, and answered with 304 as long as the content is the same.
     */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        assets(
                handlers,
                "/assets/{name:.+-[0-9a-f]{32}\\.[a-z0-9]+}",
                CacheControl.maxAge(KEPT).immutable());
        assets(handlers, "/assets/**", CacheControl.maxAge(Duration.ZERO).mustRevalidate());
    }

    private static void assets(ResourceHandlerRegistry handlers, String pattern, CacheControl caching) {
        handlers.addResourceHandler(pattern)
                .addResourceLocations("classpath:/META-INF/resources/assets/")
                .setUseLastModified(false)
                .setEtagGenerator(new ContentTags())
                .setCacheControl(caching)
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> assetNames() {
        return new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
    }
}
