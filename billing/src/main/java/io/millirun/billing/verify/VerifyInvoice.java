package io.millirun.billing.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.billing.document.DocumentJson;
import io.millirun.billing.document.InvoiceDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;

/** {@code millirun verify-invoice <invoice.json> <usage.csv|usage.jsonl>}. */
public final class VerifyInvoice {

    private VerifyInvoice() {}

    /** Ends with 0 if every digit is right, 1 if one is not, 2 if the files cannot be read. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() != 2) {
            err.println("usage: ./millirun verify-invoice <invoice.json> <usage.csv|usage.jsonl>");
            return 2;
        }
        try (Reader usage = Files.newBufferedReader(Path.of(arguments.get(1)), UTF_8)) {
            InvoiceDocument invoice =
                    DocumentJson.read(Files.readAllBytes(Path.of(arguments.getFirst())), InvoiceDocument.class);
            return report(invoice, InvoiceVerifier.verify(invoice, usage), out);
        } catch (NoSuchFileException missing) {
            err.println("There is no file " + missing.getMessage());
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            err.println("This cannot be read: " + unreadable.getMessage());
        }
        return 2;
    }

    private static int report(InvoiceDocument invoice, List<Finding> findings, PrintStream out) {
        List<Finding> wrong =
                findings.stream().filter(finding -> !finding.right()).toList();
        for (Finding finding : wrong) {
            out.println("WRONG  " + finding.what());
            out.println("       stated:     " + finding.stated());
            out.println("       recomputed: " + finding.recomputed());
        }
        out.println((wrong.isEmpty() ? "RIGHT  " : "WRONG  ") + invoice.title() + ": " + findings.size()
                + " figures recomputed from " + invoice.usage().records() + " usage records, " + wrong.size()
                + " differ.");
        return wrong.isEmpty() ? 0 : 1;
    }
}
