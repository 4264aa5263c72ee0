package io.millirun.runtimemanager.runtimes;

/** Hears of every step of every image; called on the thread that builds, so it must not wait. */
@FunctionalInterface
public interface RuntimeImageListener {

    void changed(FunctionRuntime runtime, ImageState state);
}
