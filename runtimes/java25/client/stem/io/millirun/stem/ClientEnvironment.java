package io.millirun.stem;

import com.amazonaws.services.lambda.runtime.api.client.LambdaEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * What the client notes of the environment when it is first used: constants, which a stem has to set anew because it has
 * used the client before it knew its function.
 */
final class ClientEnvironment {

    private final Object unsafe;
    private final Method base;
    private final Method offset;
    private final Method putInt;
    private final Method putObject;

    ClientEnvironment() throws ReflectiveOperationException {
        // By reflection, because the compiler warns of it in a way that cannot be answered.
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe = instance.get(null);
        base = type.getMethod("staticFieldBase", Field.class);
        offset = type.getMethod("staticFieldOffset", Field.class);
        putInt = type.getMethod("putInt", Object.class, long.class, int.class);
        putObject = type.getMethod("putObject", Object.class, long.class, Object.class);
    }

    /** Makes the client's constants those of the environment as it is now. */
    void read() throws ReflectiveOperationException {
        var reader = LambdaEnvironment.ENV_READER;
        Field memory = LambdaEnvironment.class.getField("MEMORY_LIMIT");
        putInt.invoke(unsafe, base.invoke(unsafe, memory), offset.invoke(unsafe, memory),
                Integer.parseInt(reader.getEnvOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")));
        set("LOG_GROUP_NAME", reader.getEnv("AWS_LAMBDA_LOG_GROUP_NAME"));
        set("LOG_STREAM_NAME", reader.getEnv("AWS_LAMBDA_LOG_STREAM_NAME"));
        set("LAMBDA_LOG_LEVEL", reader.getEnvOrDefault("AWS_LAMBDA_LOG_LEVEL", "UNDEFINED"));
        set("LAMBDA_LOG_FORMAT", reader.getEnvOrDefault("AWS_LAMBDA_LOG_FORMAT", "TEXT"));
        set("FUNCTION_NAME", reader.getEnv("AWS_LAMBDA_FUNCTION_NAME"));
        set("FUNCTION_VERSION", reader.getEnv("AWS_LAMBDA_FUNCTION_VERSION"));
        set("RUNTIME_API", reader.getEnv("AWS_LAMBDA_RUNTIME_API"));
    }

    private void set(String name, String value) throws ReflectiveOperationException {
        Field field = LambdaEnvironment.class.getField(name);
        putObject.invoke(unsafe, base.invoke(unsafe, field), offset.invoke(unsafe, field), value);
    }
}
