package io.millirun.portal.totp;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as an SVG path of unit squares.
 *
 * @param size the width and height of the drawing
 */
public record QrPath(int size, String path) {

    /** The code of a text. */
    static QrPath of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return new QrPath(code.size, path.toString());
    }

    @Override
    public String toString() {
        return "QrPath";
    }
}
