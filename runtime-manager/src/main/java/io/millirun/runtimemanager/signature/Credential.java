package io.millirun.runtimemanager.signature;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its signature.
 *
 * @param keyId the access key that it says it is signed with
 * @param day of the credential scope, {@code 20260901}
 * @param region of the credential scope; any is accepted
 * @param time as it was sent, {@code 20260901T120000Z}
 * @param signedHeaders names in lower case, in their order
 * @param presignedFor how long a presigned request is good; null if the signature is in a header
 * @param signature hexadecimal, as it was sent
 */
record Credential(
        String keyId,
        String day,
        String region,
        String service,
        String time,
        Instant signedAt,
        List<String> signedHeaders,
        @Nullable Duration presignedFor,
        String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final long LONGEST_PRESIGNED_SECONDS = Duration.ofDays(7).toSeconds();

    /** Reads the {@code Authorization} header of {@code request}. */
    static Credential ofHeader(SignedRequest request) throws SignatureException {
        Map<String, String> parts = new HashMap<>();
        for (String part :
                request.header("authorization").substring(ALGORITHM.length()).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        for (String wanted : List.of("Credential", "SignedHeaders", "Signature")) {
            if (!parts.containsKey(wanted)) {
                throw SignatureException.incomplete("Authorization header requires '" + wanted + "' parameter.");
            }
        }
        String time = request.header("x-amz-date");
        if (time.isEmpty()) {
            throw SignatureException.incomplete("Authorization header requires existence of an 'X-Amz-Date' header.");
        }
        return of(
                parts.getOrDefault("Credential", ""),
                time,
                parts.getOrDefault("SignedHeaders", ""),
                null,
                parts.getOrDefault("Signature", ""));
    }

    /** Reads the query parameters of a presigned request. */
    static Credential ofQuery(Map<String, String> query) throws SignatureException {
        for (String wanted :
                List.of("X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature")) {
            if (!query.containsKey(wanted)) {
                throw SignatureException.incomplete("A presigned request requires the '" + wanted + "' parameter.");
            }
        }
        String expires = query.getOrDefault("X-Amz-Expires", "");
        if (!expires.matches("[0-9]{1,6}") || Long.parseLong(expires) > LONGEST_PRESIGNED_SECONDS) {
            throw SignatureException.incomplete(
                    "X-Amz-Expires must be 0 to " + LONGEST_PRESIGNED_SECONDS + " seconds.");
        }
        return of(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-Date", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                Duration.ofSeconds(Long.parseLong(expires)),
                query.getOrDefault("X-Amz-Signature", ""));
    }

    private static Credential of(
            String credential, String time, String signedHeaders, @Nullable Duration presignedFor, String signature)
            throws SignatureException {
        String[] scope = credential.split("/", -1);
        if (scope.length != 5 || !scope[4].equals("aws4_request") || scope[0].isEmpty()) {
            throw SignatureException.incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request.");
        }
        try {
            return new Credential(
                    scope[0],
                    scope[1],
                    scope[2],
                    scope[3],
                    time,
                    Instant.from(TIME.parse(time)),
                    List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1)),
                    presignedFor,
                    signature);
        } catch (DateTimeParseException malformed) {
            throw SignatureException.incomplete("Date must be in ISO-8601 'basic format', as in 20260901T120000Z.");
        }
    }

    /** The scope as the string to sign has it. */
    String scope() {
        return day + "/" + region + "/" + service + "/aws4_request";
    }
}
