package io.millirun.runtimemanager.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Messages of {@code application/vnd.amazon.eventstream}, as the AWS SDKs read them: two lengths and their checksum,
 * headers, payload, and a checksum of all that.
 */
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int FRAME = 16;
    private static final byte STRING = 7;

    private EventStream() {}

    /** A piece of an answer. */
    static Buffer payloadChunk(Buffer payload) {
        return event("PayloadChunk", "application/octet-stream", payload);
    }

    /** The end of an answer, described in JSON. */
    static Buffer invokeComplete(Buffer json) {
        return event("InvokeComplete", "application/json", json);
    }

    private static Buffer event(String type, String contentType, Buffer payload) {
        return message(
                new Header[] {
                    new Header(":event-type", type),
                    new Header(":content-type", contentType),
                    new Header(":message-type", "event")
                },
                payload);
    }

    private record Header(String name, String value) {}

    private static Buffer message(Header[] headers, Buffer payload) {
        Buffer encoded = Buffer.buffer(128);
        for (Header header : headers) {
            byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
            byte[] value = header.value().getBytes(StandardCharsets.UTF_8);
            encoded.appendByte((byte) name.length)
                    .appendBytes(name)
                    .appendByte(STRING)
                    .appendShort((short) value.length)
                    .appendBytes(value);
        }
        Buffer message = Buffer.buffer(FRAME + encoded.length() + payload.length())
                .appendInt(FRAME + encoded.length() + payload.length())
                .appendInt(encoded.length());
        message.appendInt(checksum(message)).appendBuffer(encoded).appendBuffer(payload);
        return message.appendInt(checksum(message));
    }

    private static int checksum(Buffer bytes) {
        var crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
