package io.millirun.portal.functions;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Versions to take elsewhere, for programs: as a zip for AWS Lambda, or as a container image. */
@RestController
@Tag(name = "Versions")
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions/{name}/versions/{number}")
class VersionExportApi {

    private final PublishedVersions versions;
    private final CodePackages packages;
    private final ImageAddresses images;

    VersionExportApi(PublishedVersions versions, CodePackages packages, ImageAddresses images) {
        this.versions = versions;
        this.packages = packages;
        this.images = images;
    }

    @GetMapping(path = "/code.zip", produces = "application/zip")
    @Operation(summary = "A version's code as it runs, as a zip that AWS Lambda takes; $LATEST is a number here, too")
    void zip(Caller caller, @PathVariable String name, @PathVariable String number, HttpServletResponse response)
            throws IOException {
        DeployedVersion version = require(caller, name, number);
        response.setContentType("application/zip");
        response.setContentLengthLong(version.version().codeSize());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name + "-" + number.replace("$", "") + ".zip")
                        .build()
                        .toString());
        packages.download(caller.tenant(), version.version().codeDigest(), response.getOutputStream());
    }

    @GetMapping("/image")
    @Operation(
            summary = "Leads to a version as a container image, an archive for docker load",
            description = "The address is at the gateway and good for ten minutes. The image holds runtime, code and"
                    + " layers, and speaks the Lambda Runtime API; variables of its environment are not in it.")
    ResponseEntity<Void> image(Caller caller, @PathVariable String name, @PathVariable String number) {
        return address(caller, require(caller, name, number), "");
    }

    @GetMapping("/dockerfile")
    @Operation(summary = "Leads to the Dockerfile of a version's container image")
    ResponseEntity<Void> dockerfile(Caller caller, @PathVariable String name, @PathVariable String number) {
        return address(caller, require(caller, name, number), "dockerfile");
    }

    private ResponseEntity<Void> address(Caller caller, DeployedVersion version, String part) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(images.address(caller.tenant(), version, part))
                .build();
    }

    private DeployedVersion require(Caller caller, String name, String number) {
        if (!FunctionName.isValid(name) || !number.matches("[1-9]\\d{0,8}|\\$LATEST")) {
            throw FunctionsApi.notFound();
        }
        DeployedVersion version =
                versions.find(caller.tenant(), new FunctionName(name), number).orElseThrow(FunctionsApi::notFound);
        if (version.version().imageUri() != null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The function is a container image.");
        }
        return version;
    }
}
