package io.millirun.runtimemanager.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** What the kernel wrote into one of its small files, read as numbers without making strings of it. */
final class KernelText {

    static final KernelText EMPTY = new KernelText(new byte[0], 0);

    private final byte[] bytes;
    private final int length;

    KernelText(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    static KernelText of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new KernelText(bytes, bytes.length);
    }

    /** The number at the beginning, or {@code otherwise} if there is none. */
    long number(long otherwise) {
        return numberFrom(0, otherwise);
    }

    /** The number at the beginning of each line, one after another. */
    void eachNumber(LongConsumer taker) {
        for (int line = 0; line < length; line = nextLine(line)) {
            long number = numberFrom(line, -1);
            if (number >= 0) {
                taker.accept(number);
            }
        }
    }

    /** The number after {@code key} on the line that begins with it, or {@code otherwise} if there is no such line. */
    long valueOf(String key, long otherwise) {
        for (int line = 0; line < length; line = nextLine(line)) {
            if (begins(line, key)) {
                return numberFrom(line + key.length(), otherwise);
            }
        }
        return otherwise;
    }

    private boolean begins(int line, String key) {
        int end = line + key.length();
        if (end >= length || Character.isLetterOrDigit(bytes[end]) || bytes[end] == '_') {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (bytes[line + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int nextLine(int from) {
        int at = from;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** The first number of the line from {@code from} on. */
    private long numberFrom(int from, long otherwise) {
        int at = from;
        while (at < length && bytes[at] != '\n' && !isDigit(bytes[at])) {
            at++;
        }
        if (at >= length || bytes[at] == '\n') {
            return otherwise;
        }
        long number = 0;
        while (at < length && isDigit(bytes[at])) {
            number = number * 10 + bytes[at++] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
