package io.millirun.runtimemanager.functions;

/** How a function URL answers. */
public enum InvokeMode {
    /** When the handler is done. */
    BUFFERED,
    /** While the handler writes. */
    RESPONSE_STREAM
}
