package io.millirun.portal.page;

import io.millirun.portal.organization.Member;
import io.millirun.portal.security.ResponsePolicy;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page finds in its model: who is logged in, and the nonce for styles that scripts make. */
@ControllerAdvice(annotations = Controller.class)
class PageModel {

    @ModelAttribute("member")
    @Nullable
    Member member(HttpServletRequest request) {
        return request.getAttribute(Member.class.getName()) instanceof Member member ? member : null;
    }

    @ModelAttribute("cspNonce")
    String cspNonce(HttpServletRequest request) {
        return ResponsePolicy.nonce(request);
    }
}
