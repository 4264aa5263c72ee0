package io.millirun.portal.page;

import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/** Forms are records: what their constructors take is bound, and nothing is set afterwards. */
@ControllerAdvice
class FormBinding {

    @InitBinder
    void bindConstructorsOnly(WebDataBinder binder) {
        binder.setDeclarativeBinding(true);
    }
}
