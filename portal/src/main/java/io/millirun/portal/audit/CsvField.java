package io.millirun.portal.audit;

/** A field of a CSV file (RFC 4180) that no spreadsheet takes for a formula. */
final class CsvField {

    private static final String FORMULAS = "=+-@\t\r";

    private CsvField() {}

    static String of(String text) {
        boolean formula = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
