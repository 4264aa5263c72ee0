package io.millirun.portal.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.document.CreditNoteDocument;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.TaxPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

class PdfPrinterTests {

    private final PdfPrinter printer = new PdfPrinter(templates());

    @Test
    void everythingOnTheInvoiceIsInItsPrint() throws IOException {
        byte[] pdf = printer.print(SampleInvoice.of("Kiteworks <Labs> & Söhne"));

        keep("invoice.pdf", pdf);
        assertThat(text(pdf))
                .contains(
                        "MR-2026-000017",
                        "Kiteworks <Labs> & Söhne",
                        "Speicherstraße 4",
                        "Tax ID FR987654321",
                        "2,000,000",
                        "− 1,000,000",
                        "$18.33",
                        "Reverse charge",
                        "15 November 2026",
                        "IBAN DE02",
                        "$13.73",
                        "9f86d081");
    }

    @Test
    void aCreditNoteNamesTheInvoiceItCorrects() throws IOException {
        InvoiceDocument invoice = SampleInvoice.of("Kiteworks");
        byte[] pdf = printer.print(new CreditNoteDocument(
                CreditNoteDocument.FORMAT,
                new UUID(1, 1),
                "MR-CN-2026-000001",
                invoice.id(),
                "MR-2026-000017",
                invoice.issuedAt(),
                invoice.organization(),
                invoice.month(),
                invoice.issuedAt(),
                invoice.issuer(),
                invoice.recipient(),
                "An outage on 3 October",
                "USD",
                List.of(new TaxPart("standard", "VAT", "19", 100, 19)),
                100,
                19,
                119,
                List.of()));

        keep("credit-note.pdf", pdf);
        assertThat(text(pdf)).contains("MR-CN-2026-000001", "MR-2026-000017", "An outage on 3 October", "$1.19");
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static void keep(String name, byte[] pdf) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "printed"));
        Files.write(folder.resolve(name), pdf);
    }

    private static SpringTemplateEngine templates() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages", "messages-billing");
        messages.setDefaultEncoding("UTF-8");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setTemplateEngineMessageSource(messages);
        return engine;
    }
}
