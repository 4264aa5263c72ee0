package io.millirun.portal.page;

import io.millirun.portal.organization.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the logged-in {@link Member} to controller methods that take one. */
class MemberArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Member.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Object member = request.getAttribute(Member.class.getName(), RequestAttributes.SCOPE_REQUEST);
        if (member == null) {
            throw new IllegalStateException("a page for members was opened without one: its route lacks a rule");
        }
        return member;
    }
}
