package io.millirun.runtimemanager.functions;

/** How a function's URL answers, with the names of AWS Lambda. */
public enum InvokeMode {
    /** With the whole answer at once. */
    BUFFERED,
    /** With each piece as the handler writes it. */
    RESPONSE_STREAM
}
