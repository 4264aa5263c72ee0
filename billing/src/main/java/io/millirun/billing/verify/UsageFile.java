package io.millirun.billing.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a usage export, CSV or JSON Lines, one record at a time; what was not measured is an empty text. */
final class UsageFile {

    private static final JsonMapper JSON = new JsonMapper();

    private UsageFile() {}

    static void read(Reader file, Consumer<SequencedMap<String, String>> records) throws IOException {
        BufferedReader reader = new BufferedReader(file);
        reader.mark(1);
        int first = reader.read();
        reader.reset();
        if (first == '{') {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                records.accept(json(line));
            }
        } else if (first >= 0) {
            csv(reader, records);
        }
    }

    private static SequencedMap<String, String> json(String line) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        JSON.readTree(line).properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        return fields;
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static void csv(Reader reader, Consumer<SequencedMap<String, String>> records) throws IOException {
        List<String> names = row(reader);
        for (List<String> cells = row(reader); !cells.isEmpty(); cells = row(reader)) {
            if (cells.size() != names.size()) {
                throw new IOException(
                        "a line with " + cells.size() + " cells instead of " + names.size() + ": " + cells);
            }
            SequencedMap<String, String> fields = new LinkedHashMap<>();
            for (int cell = 0; cell < names.size(); cell++) {
                fields.put(names.get(cell), cells.get(cell));
            }
            records.accept(fields);
        }
    }

    /** The cells of the next line (RFC 4180); none at the end. */
    private static List<String> row(Reader reader) throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            any = true;
            if (quoted && next == '"') {
                reader.mark(1);
                quoted = reader.read() == '"';
                if (quoted) {
                    cell.append('"');
                } else {
                    reader.reset();
                }
            } else if (quoted) {
                cell.append((char) next);
            } else if (next == '"') {
                quoted = true;
            } else if (next == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (next == '\n') {
                break;
            } else if (next != '\r') {
                cell.append((char) next);
            }
        }
        if (any) {
            cells.add(cell.toString());
        }
        return cells;
    }
}
