package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import java.util.List;
import java.util.stream.Collectors;

/** A function cannot be as somebody wants it; nothing was changed. */
public final class InvalidFunctionException extends MillirunException {

    private final transient List<FunctionProblem> problems;

    /** @param problems everything that is wrong, at least one thing */
    public InvalidFunctionException(List<FunctionProblem> problems) {
        this("InvalidParameterValueException", problems);
    }

    InvalidFunctionException(String code, List<FunctionProblem> problems) {
        super(
                Fault.CALLER,
                code,
                problems.stream().map(FunctionProblem::message).collect(Collectors.joining(" ")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
    public List<FunctionProblem> problems() {
        return problems;
    }
}
