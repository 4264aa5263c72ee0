package io.millirun.stem;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

/** This process's environment: what Java shows of it, which it fixes when it starts, and what native code sees. */
final class Variables {

    private final Map<Object, Object> shown;
    private final MethodHandle name;
    private final MethodHandle value;
    private final MethodHandle clear;
    private final MethodHandle set;
    private final MethodHandle exec;

    private Variables(Map<Object, Object> shown, MethodHandle name, MethodHandle value) {
        this.shown = shown;
        this.name = name;
        this.value = value;
        clear = function("clearenv", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        set = function(
                "setenv",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        exec = function(
                "execve",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    }

    /** Finds the ways to it, and walks them once. */
    @SuppressWarnings("unchecked")
    static Variables open() throws ReflectiveOperationException {
        // The class behind System.getenv and ProcessBuilder, the same since Java 5; see Add-Opens in ../../../../build.
        Class<?> environment = Class.forName("java.lang.ProcessEnvironment");
        Field shown = environment.getDeclaredField("theEnvironment");
        shown.setAccessible(true);
        var variables = new Variables(
                (Map<Object, Object>) shown.get(null), wrapper("Variable"), wrapper("Value"));
        variables.replace(Map.copyOf(System.getenv()));
        return variables;
    }

    private static MethodHandle wrapper(String kind) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.ProcessEnvironment$" + kind);
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                .findStatic(type, "valueOf", MethodType.methodType(type, String.class))
                .asType(MethodType.methodType(Object.class, String.class));
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(library.findOrThrow(name), shape);
    }

    /** Makes {@code environment} the whole environment of this process and of those that it starts. */
    void replace(Map<String, String> environment) {
        try (Arena arena = Arena.ofConfined()) {
            shown.clear();
            int _ = (int) clear.invokeExact();
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                shown.put(
                        (Object) name.invokeExact(variable.getKey()), (Object) value.invokeExact(variable.getValue()));
                int _ = (int) set.invokeExact(
                        arena.allocateFrom(variable.getKey()), arena.allocateFrom(variable.getValue()), 1);
            }
        } catch (Throwable failed) {
            throw new IllegalStateException("the environment cannot be set", failed);
        }
    }

    /** Puts another program in the place of this one. */
    void execute(List<String> command, Map<String, String> environment) {
        try (Arena arena = Arena.ofConfined()) {
            List<String> variables = environment.entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList();
            int _ = (int) exec.invokeExact(
                    arena.allocateFrom(command.getFirst()), strings(arena, command), strings(arena, variables));
        } catch (Throwable failed) {
            throw new IllegalStateException("cannot run " + command.getFirst(), failed);
        }
        throw new IllegalStateException("cannot run " + command.getFirst());
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }
}
