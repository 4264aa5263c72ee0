package io.millirun.billing.document;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes documents for programs, and reads them again. */
public final class DocumentJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private DocumentJson() {}

    /** The document's bytes. */
    public static byte[] write(Object document) {
        return JSON.writeValueAsBytes(document);
    }

    /**
     * The document again.
     *
     * @throws tools.jackson.core.JacksonException if they are of another kind
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        return JSON.readValue(bytes, type);
    }

    /** Whether the document is a credit note. */
    static boolean isCreditNote(byte[] bytes) {
        return CreditNoteDocument.FORMAT.equals(
                JSON.readTree(bytes).path("format").asString());
    }
}
