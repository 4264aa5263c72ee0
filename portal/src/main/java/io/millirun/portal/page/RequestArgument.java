package io.millirun.portal.page;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands controller methods what a filter left in the request under its type's name: who is behind it. A parameter that is
 * {@code @Nullable} may stay without.
 */
record RequestArgument(Class<?> type) implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == type;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws ServletException {
        Object value = request.getAttribute(type.getName(), RequestAttributes.SCOPE_REQUEST);
        if (value == null && !parameter.isOptional()) {
            throw new ServletException("the rule of this route lets requests pass without a " + type.getSimpleName());
        }
        return value;
    }
}
