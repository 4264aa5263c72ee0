package io.millirun.runtimemanager.code;

/** How large a code package may be; the figures are AWS Lambda's where it has one. */
final class PackageLimits {

    /** As uploaded, in bytes. */
    static final long ZIPPED_BYTES = 50L << 20;

    /** Sum of all files, in bytes. */
    static final long UNPACKED_BYTES = 250L << 20;

    /** Files, folders and links together. */
    static final int ENTRIES = 20_000;

    /** Path of one entry, in bytes of UTF-8. */
    static final int PATH_BYTES = 1_024;

    /** One name within a path, in bytes of UTF-8. */
    static final int NAME_BYTES = 255;

    private PackageLimits() {}
}
