package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Optional;

/** Reads the code that a request sends: a zip in base64, or the name of an image. */
final class CodeReader {

    /** In the place of an image's digest until the image has been looked for. */
    private static final String UNKNOWN = "0".repeat(64);

    private final CodePackages packages;

    CodeReader(CodePackages packages) {
        this.packages = packages;
    }

    /**
     * The code in {@code source}. A zip is a temporary file that the caller closes.
     *
     * @param image whether it must be an image
     */
    FunctionCode read(JsonObject source, boolean image) {
        if (source.containsKey("S3Bucket") || source.containsKey("S3Key")) {
            throw ApiError.invalid("There is no Amazon S3 here: send the zip itself, as ZipFile.");
        }
        Optional<String> uri = ApiRequest.text(source, "ImageUri");
        if (image) {
            String name = uri.orElseThrow(
                    () -> ApiError.invalid("Please provide ImageUri when updating a function with packageType Image."));
            return new FunctionCode.Image(name, UNKNOWN);
        }
        if (uri.isPresent()) {
            throw ApiError.invalid("Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        return new FunctionCode.Zip(zip(source));
    }

    /** The zip of a layer. */
    CodePackage layer(JsonObject content) {
        if (content.containsKey("S3Bucket") || content.containsKey("S3Key")) {
            throw ApiError.invalid("There is no Amazon S3 here: send the zip itself, as ZipFile.");
        }
        return zip(content);
    }

    /** The zip in {@code source}, to be closed. */
    private CodePackage zip(JsonObject source) {
        String encoded = ApiRequest.text(source, "ZipFile")
                .orElseThrow(() -> ApiError.invalid("Please provide a source for function code."));
        try {
            return packages.ofZip(new ByteArrayInputStream(Base64.getDecoder().decode(encoded)));
        } catch (IllegalArgumentException notBase64) {
            throw ApiError.malformed("Could not parse request body into json: ZipFile is not base64.");
        }
    }
}
