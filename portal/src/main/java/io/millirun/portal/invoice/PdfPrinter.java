package io.millirun.portal.invoice;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import io.millirun.billing.document.CreditNoteDocument;
import io.millirun.billing.document.DocumentPrinter;
import io.millirun.billing.document.InvoiceDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Prints documents as PDF from the template that the pages show them with; fonts are embedded, nothing is fetched. */
@Component
class PdfPrinter implements DocumentPrinter {

    private static final String FONT = "Inter";

    private final ITemplateEngine templates;

    PdfPrinter(ITemplateEngine templates) {
        this.templates = templates;
    }

    @Override
    public byte[] print(InvoiceDocument invoice) {
        return print("invoice-print", Map.of("sheet", InvoiceSheet.of(invoice)));
    }

    @Override
    public byte[] print(CreditNoteDocument creditNote) {
        return print("credit-note-print", Map.of("note", CreditNoteSheet.of(creditNote)));
    }

    private byte[] print(String template, Map<String, Object> model) {
        String page = templates.process(template, new Context(Locale.ENGLISH, model));
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try {
            PdfRendererBuilder builder = new PdfRendererBuilder();
            builder.useFastMode();
            builder.useUriResolver((_, _) -> null);
            builder.useFont(font("inter-400"), FONT, 400, FontStyle.NORMAL, true);
            builder.useFont(font("inter-600"), FONT, 600, FontStyle.NORMAL, true);
            builder.withProducer("Millirun");
            // Read as XML, to which a page's document type is none.
            builder.withHtmlContent(page.substring(page.indexOf("<html")), null);
            builder.toStream(pdf);
            builder.run();
        } catch (IOException failed) {
            throw new UncheckedIOException("a document cannot be printed", failed);
        }
        return pdf.toByteArray();
    }

    private static FSSupplier<InputStream> font(String name) {
        return () -> Objects.requireNonNull(
                PdfPrinter.class.getResourceAsStream("/print-fonts/" + name + ".ttf"), "a font is missing: " + name);
    }
}
