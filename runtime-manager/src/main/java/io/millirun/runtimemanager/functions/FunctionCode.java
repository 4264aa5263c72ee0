package io.millirun.runtimemanager.functions;

import io.millirun.runtimemanager.code.CodePackage;

/** What a version runs. */
public sealed interface FunctionCode {

    /** A zip with the code. */
    record Zip(CodePackage content) implements FunctionCode {}

    /**
     * A container image.
     *
     * @param uri its name
     * @param digest SHA-256 of what the name meant when it was deployed, 64 hexadecimal digits
     */
    record Image(String uri, String digest) implements FunctionCode {}
}
