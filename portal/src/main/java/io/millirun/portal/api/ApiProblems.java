package io.millirun.portal.api;

import io.millirun.kernel.MillirunException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Tells API clients what was wrong as {@code application/problem+json} (RFC 9457). */
@RestControllerAdvice(annotations = RestController.class)
class ApiProblems extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answer(MillirunException failed) {
        HttpStatus status = switch (failed.fault()) {
            case CALLER ->
                switch (failed.code()) {
                    case "ResourceNotFoundException" -> HttpStatus.NOT_FOUND;
                    case "ResourceConflictException",
                            "PlanExists",
                            "PriceChangeExists",
                            "PlanChangeExists",
                            "CreditExists" -> HttpStatus.CONFLICT;
                    case "PreconditionFailedException" -> HttpStatus.PRECONDITION_FAILED;
                    default -> HttpStatus.BAD_REQUEST;
                };
            case CAPACITY -> HttpStatus.TOO_MANY_REQUESTS;
            case DEPENDENCY -> HttpStatus.SERVICE_UNAVAILABLE;
            case TENANT_CODE -> HttpStatus.BAD_REQUEST;
            case PLATFORM -> throw failed;
        };
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, failed.message());
        problem.setProperty("code", failed.code());
        return ResponseEntity.status(status).body(problem);
    }
}
