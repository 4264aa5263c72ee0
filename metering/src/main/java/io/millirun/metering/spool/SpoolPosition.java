package io.millirun.metering.spool;

/**
 * A place between two records of a spool.
 *
 * @param segment number of the segment file
 * @param offset bytes from the file's start
 */
public record SpoolPosition(long segment, long offset) {

    /** Before the first record of any spool. */
    public static final SpoolPosition START = new SpoolPosition(0, 0);
}
