package io.millirun.runtimemanager.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as Signature Version 4 has it: everything but letters, digits and {@code -._~}. */
final class UriEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UriEncoding() {}

    static String encode(String text) {
        return encode(text, false);
    }

    /** The same, with slashes left as they are. */
    static String encodePath(String path) {
        return encode(path, true);
    }

    private static String encode(String text, boolean slashes) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~'
                    || (slashes && c == '/');
            if (plain) {
                encoded.append(c);
            } else {
                HEX.toHexDigits(encoded.append('%'), one);
            }
        }
        return encoded.toString();
    }

    /** The text that was encoded; a percent sign without two digits stands for itself. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '%'
                    && i + 2 < all.length
                    && HexFormat.isHexDigit(all[i + 1])
                    && HexFormat.isHexDigit(all[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(all[i + 1]) * 16 + HexFormat.fromHexDigit(all[i + 2]));
                i += 2;
            } else {
                bytes.write(all[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
