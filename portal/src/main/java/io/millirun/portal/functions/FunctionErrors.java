package io.millirun.portal.functions;

import io.millirun.kernel.MillirunException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What the pages of functions could not foresee: somebody else deleted the function in between, say. */
@ControllerAdvice(basePackageClasses = FunctionErrors.class)
class FunctionErrors {

    @ExceptionHandler
    void answer(MillirunException failed, HttpServletResponse response) throws IOException {
        HttpStatus status = switch (failed.fault()) {
            case CALLER ->
                failed.code().equals("ResourceNotFoundException") ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST;
            case CAPACITY -> HttpStatus.TOO_MANY_REQUESTS;
            case DEPENDENCY -> HttpStatus.SERVICE_UNAVAILABLE;
            case TENANT_CODE, PLATFORM -> throw failed;
        };
        response.sendError(status.value());
    }
}
