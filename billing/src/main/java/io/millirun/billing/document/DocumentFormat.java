package io.millirun.billing.document;

import java.util.Locale;

/** The forms in which a document is kept. */
public enum DocumentFormat {
    JSON("application/json"),
    CSV("text/csv"),
    PDF("application/pdf");

    private final String mediaType;

    DocumentFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The type for HTTP. */
    public String mediaType() {
        return mediaType;
    }

    /** Ends a file's name, and names it in the database. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
