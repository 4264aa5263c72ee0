package io.millirun.kernel;

/** Configured memory of a function in megabytes (1 MB = 1,048,576 bytes, as in AWS Lambda), 128 to 10,240. */
public record MemorySize(int megabytes) implements Comparable<MemorySize> {

    /** The least and the most a function can have, in megabytes. */
    public static final int LEAST = 128;

    public static final int MOST = 10_240;

    /** The memory size that buys one whole core; other sizes buy their proportion of it. */
    public static final int ONE_CORE = 1_769;

    public MemorySize {
        if (megabytes < LEAST || megabytes > MOST) {
            throw new IllegalArgumentException(
                    "memory size must be between " + LEAST + " and " + MOST + " MB: " + megabytes);
        }
    }

    /** The size in bytes. */
    public long bytes() {
        return megabytes * 1_048_576L;
    }

    @Override
    public int compareTo(MemorySize other) {
        return Integer.compare(megabytes, other.megabytes);
    }
}
