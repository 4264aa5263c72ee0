package io.millirun.stem;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The little of HTTP that is needed before and beside the official client. */
final class Http {

    private Http() {}

    /** The next line of a head, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next; (next = in.read()) != '\n'; ) {
            if (next < 0) {
                throw new EOFException("the connection ended too early");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
