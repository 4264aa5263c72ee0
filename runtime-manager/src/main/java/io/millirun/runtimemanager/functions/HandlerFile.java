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
        String file = nameFor(runtime, handler);
        return Optional.of(new FunctionProblem(
                Field.HANDLER, "The handler " + handler + " needs a file " + file + ", which the code does not have."));
    }

    /** The file that a handler names, where code of one file is written for it; for runtimes whose handlers name one. */
    public static String nameFor(FunctionRuntime runtime, String handler) {
        String extension = runtime.extensions().getFirst();
        int end = handler.lastIndexOf('.');
        String stem = end < 0 ? handler : handler.substring(0, end);
        // Python's modules have dots where their files have slashes; elsewhere the first dot ends the file's name.
        int first = handler.indexOf('.', handler.lastIndexOf('/') + 1);
        return (extension.equals("py") || first < 0 ? stem.replace('.', '/') : handler.substring(0, first)) + "."
                + extension;
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
