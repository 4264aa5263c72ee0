package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.functions.FunctionImports.Imported;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which a function comes over from AWS. */
@Controller
@Needs(Permission.DEPLOY)
class FunctionImportController {

    private static final String PAGE = "function-import";

    private final FunctionImports imports;

    FunctionImportController(FunctionImports imports) {
        this.imports = imports;
    }

    @GetMapping("/functions/import")
    String form(Member member) {
        return PAGE;
    }

    @PostMapping("/functions/import")
    String bring(
            Member member,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String configuration,
            @RequestParam(required = false) @Nullable MultipartFile zip,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next)
            throws IOException {
        try (InputStream code = zip == null || zip.isEmpty() ? null : zip.getInputStream()) {
            Imported made = imports.bring(
                    member.organization(),
                    Actor.of(member, request.getRemoteAddr()),
                    name.strip(),
                    configuration,
                    code);
            next.addFlashAttribute("deployed", true);
            next.addFlashAttribute("importNotes", new ArrayList<>(made.notes()));
            next.addAttribute("name", made.function().name().value());
            return "redirect:/functions/{name}/code";
        } catch (MillirunException refused) {
            if (refused.fault() != Fault.CALLER) {
                throw refused;
            }
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problem", refused.message())
                    .addAttribute("name", name)
                    .addAttribute("configuration", configuration);
            return PAGE;
        }
    }
}
