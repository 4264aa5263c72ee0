package io.millirun.runtimemanager.functions;

import io.millirun.runtimemanager.functions.FunctionProblem.Field;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import java.util.Optional;
import java.util.Set;

/** Whether a package has the file that a handler names, so that a slip is told at deployment and not by the first call. */
public final class HandlerFile {

    private HandlerFile() {}

    /**
     * The problem, if no file of the package can be the handler's.
     *
     * @param paths the package's files
     */
    public static Optional<FunctionProblem> check(FunctionRuntime runtime, String handler, Set<String> paths) {
        if (runtime.extensions().isEmpty() || mayBeIn(handler, runtime, paths)) {
            return Optional.empty();
        }
        int end = handler.lastIndexOf('.');
        String file = (end < 0 ? handler : handler.substring(0, end)) + "."
                + runtime.extensions().getFirst();
        return Optional.of(new FunctionProblem(
                Field.HANDLER, "The handler " + handler + " needs a file " + file + ", which the code does not have."));
    }

    /** Languages differ in where a dotted handler's file name ends, and in packages that are folders: any of it will do. */
    private static boolean mayBeIn(String handler, FunctionRuntime runtime, Set<String> paths) {
        for (int dot = handler.indexOf('.', 1); dot >= 0; dot = handler.indexOf('.', dot + 1)) {
            String literal = handler.substring(0, dot);
            String nested = literal.replace('.', '/');
            for (String extension : runtime.extensions()) {
                if (paths.contains(literal + "." + extension) || paths.contains(nested + "." + extension)) {
                    return true;
                }
            }
            if (paths.stream().anyMatch(path -> path.startsWith(literal + "/") || path.startsWith(nested + "/"))) {
                return true;
            }
        }
        return false;
    }
}
