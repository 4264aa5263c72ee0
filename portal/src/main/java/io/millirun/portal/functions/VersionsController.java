package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.PublishedVersions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Versions and aliases of a function: publish, compare, point, roll back, download. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}")
class VersionsController {

    private static final String PAGE = "function-versions";
    private static final String BACK = "redirect:/functions/{name}/versions";

    private final FunctionPages pages;
    private final PublishedVersions versions;
    private final Aliases aliases;
    private final Releases releases;
    private final CodePackages packages;
    private final ImageAddresses exports;

    VersionsController(
            FunctionPages pages,
            PublishedVersions versions,
            Aliases aliases,
            Releases releases,
            CodePackages packages,
            ImageAddresses exports) {
        this.pages = pages;
        this.versions = versions;
        this.aliases = aliases;
        this.releases = releases;
        this.packages = packages;
        this.exports = exports;
    }

    @GetMapping("/versions")
    String show(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        model.addAttribute("revision", function.latest().revision().toString());
        model.addAttribute(
                "list",
                VersionList.of(
                        versions.list(member.organization(), function.name()),
                        aliases.list(member.organization(), function.name())));
        return PAGE;
    }

    @GetMapping("/versions/compare")
    String compare(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = FunctionVersion.LATEST) String before,
            @RequestParam(defaultValue = FunctionVersion.LATEST) String after,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        DeployedVersion older = version(member, function.name(), before);
        DeployedVersion newer = version(member, function.name(), after);
        model.addAttribute("before", before);
        model.addAttribute("after", after);
        model.addAttribute("settings", SettingsDiff.of(older, newer));
        model.addAttribute("diff", CodeDiff.of(sources(member, older), sources(member, newer)));
        return show(member, name, model, locale);
    }

    private Map<String, String> sources(Member member, DeployedVersion version) {
        return version.version().imageUri() != null
                ? Map.of()
                : packages.sources(member.organization(), version.version().codeDigest()).files().stream()
                        .collect(Collectors.toMap(SourceFile::path, SourceFile::text));
    }

    @GetMapping("/versions/{number}/code.zip")
    void download(Member member, @PathVariable String name, @PathVariable String number, HttpServletResponse response)
            throws IOException {
        DeployedVersion version = version(member, pages.require(member, name).name(), number);
        if (version.version().imageUri() != null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        response.setContentType("application/zip");
        response.setContentLengthLong(version.version().codeSize());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name + "-" + number.replace("$", "") + ".zip")
                        .build()
                        .toString());
        packages.download(member.organization(), version.version().codeDigest(), response.getOutputStream());
    }

    /** A version as a container image, or its Dockerfile: the gateway's process makes it. */
    @GetMapping("/versions/{number}/image")
    String image(
            Member member,
            @PathVariable String name,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String part) {
        DeployedVersion version = version(member, pages.require(member, name).name(), number);
        if (version.version().imageUri() != null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return "redirect:" + exports.address(member.organization(), version, part);
    }

    @PostMapping("/versions")
    @Needs(Permission.DEPLOY)
    String publish(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String description,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionName function = pages.require(member, name).name();
        String given = description.strip();
        if (given.length() > 256) {
            next.addFlashAttribute("refused", "The description has more than 256 characters.");
            return BACK;
        }
        return act(
                next,
                () -> next.addFlashAttribute(
                        "published",
                        releases.publish(member, request.getRemoteAddr(), function, given.isEmpty() ? null : given)
                                .version()
                                .version()));
    }

    @PostMapping("/versions/{number}/restore")
    @Needs(Permission.DEPLOY)
    String restore(
            Member member,
            @PathVariable String name,
            @PathVariable int number,
            @RequestParam String revision,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionName function = pages.require(member, name).name();
        return act(next, () -> {
            releases.restore(member, request.getRemoteAddr(), function, number, FunctionPages.revision(revision));
            next.addFlashAttribute("restored", number);
        });
    }

    @PostMapping("/versions/{number}/delete")
    @Needs(Permission.DEPLOY)
    String delete(
            Member member,
            @PathVariable String name,
            @PathVariable int number,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionName function = pages.require(member, name).name();
        return act(next, () -> {
            releases.delete(member, request.getRemoteAddr(), function, number);
            next.addFlashAttribute("deleted", number);
        });
    }

    /** Makes an alias, or points one that is there to another version. */
    @PostMapping("/aliases")
    @Needs(Permission.DEPLOY)
    String point(
            Member member,
            @PathVariable String name,
            @RequestParam String alias,
            @RequestParam String version,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(defaultValue = "") String share,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionName function = pages.require(member, name).name();
        String address = request.getRemoteAddr();
        return act(next, () -> {
            AliasTarget target = target(version, second, share);
            aliases.find(member.organization(), function, alias)
                    .ifPresentOrElse(
                            found -> releases.point(member, address, function, found, target),
                            () -> releases.create(member, address, function, alias, "", target));
            next.addFlashAttribute("pointed", List.of(alias, version));
        });
    }

    @PostMapping("/aliases/{alias}/delete")
    @Needs(Permission.DEPLOY)
    String deleteAlias(
            Member member,
            @PathVariable String name,
            @PathVariable String alias,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionName function = pages.require(member, name).name();
        return act(next, () -> {
            Alias found = aliases.find(member.organization(), function, alias)
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
            releases.deleteAlias(member, request.getRemoteAddr(), function, found.name());
            next.addFlashAttribute("removed", alias);
        });
    }

    private static AliasTarget target(String version, String second, String share) {
        if (second.isEmpty() || share.isBlank()) {
            return AliasTarget.of(version);
        }
        try {
            BigDecimal weight = new BigDecimal(share.strip()).movePointLeft(2);
            return weight.signum() == 0 ? AliasTarget.of(version) : new AliasTarget(version, second, weight);
        } catch (NumberFormatException _) {
            throw new MillirunException(
                    Fault.CALLER, "InvalidParameterValueException", "The share of a version is a number of percent.");
        }
    }

    /** What the catalog refuses is told on the page; nothing has changed then. */
    private static String act(RedirectAttributes next, Runnable act) {
        try {
            act.run();
        } catch (MillirunException refused) {
            if (refused.fault() != Fault.CALLER) {
                throw refused;
            }
            next.addFlashAttribute("refused", refused.message());
        }
        return BACK;
    }

    private DeployedVersion version(Member member, FunctionName name, String qualifier) {
        return versions.find(member.organization(), name, qualifier)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
