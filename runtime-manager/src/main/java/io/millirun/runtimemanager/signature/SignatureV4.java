package io.millirun.runtimemanager.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures as the AWS General Reference describes Signature Version 4: of a header or of a presigned query, for
 * any region.
 */
final class SignatureV4 {

    /** How far a caller's clock may be off. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String SIGNATURE = "X-Amz-Signature";

    private SignatureV4() {}

    /** Query parameters by name, decoded; of two of the same name the first. */
    static Map<String, String> query(SignedRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : request.rawQuery().split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                parameters.putIfAbsent(
                        UriEncoding.decode(equals < 0 ? part : part.substring(0, equals)),
                        equals < 0 ? "" : UriEncoding.decode(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /**
     * Checks what can be known without the key: the time, the scope, the headers that must be signed.
     *
     * @throws SignatureException with what is wrong
     */
    static void checkClaims(Credential credential, SignedRequest request, Clock clock) throws SignatureException {
        if (!credential.service().equals("lambda")) {
            throw SignatureException.invalid("Credential should be scoped to correct service: 'lambda'.");
        }
        if (!credential.time().startsWith(credential.day())) {
            throw SignatureException.invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of"
                    + " date from HTTP: '" + credential.day() + "' != '" + credential.time() + "'.");
        }
        if (!credential.signedHeaders().contains("host")) {
            throw SignatureException.invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String name : request.headers().keySet()) {
            if (name.startsWith("x-amz-")
                    && !name.equals("x-amz-content-sha256")
                    && !credential.signedHeaders().contains(name)) {
                throw SignatureException.invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        Instant now = clock.instant();
        Duration presigned = credential.presignedFor();
        Instant end = credential.signedAt().plus(presigned == null ? SKEW : presigned);
        if (now.isAfter(end)) {
            throw SignatureException.invalid(
                    "Signature expired: " + credential.time() + " is now too far in the past.");
        }
        if (now.isBefore(credential.signedAt().minus(SKEW))) {
            throw SignatureException.invalid(
                    "Signature not yet current: " + credential.time() + " is still in the future.");
        }
    }

    /**
     * Checks the signature itself.
     *
     * @param key {@link #key} of the credential's secret
     * @throws SignatureException if the request was signed with another secret, or changed since
     */
    static void checkSignature(Credential credential, SignedRequest request, byte[] key) throws SignatureException {
        String canonical = canonical(credential, request);
        String toSign = Credential.ALGORITHM + "\n" + credential.time() + "\n" + credential.scope() + "\n"
                + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        String expected = hex(hmac(key, toSign));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                credential.signature().getBytes(StandardCharsets.US_ASCII))) {
            throw SignatureException.invalid("The request signature we calculated does not match the signature you"
                    + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation"
                    + " for details.");
        }
    }

    /** The key that signatures of one day, region and service are made with. */
    static byte[] key(Credential credential, String secret) {
        byte[] day = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), credential.day());
        return hmac(hmac(hmac(day, credential.region()), credential.service()), "aws4_request");
    }

    private static String canonical(Credential credential, SignedRequest request) throws SignatureException {
        var text = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(UriEncoding.encodePath(request.rawPath()))
                .append('\n')
                .append(canonicalQuery(request))
                .append('\n');
        for (String name : credential.signedHeaders()) {
            List<String> values = request.headers().get(name);
            if (values == null) {
                throw SignatureException.invalid("The header '" + name + "' is signed, but was not sent.");
            }
            text.append(name).append(':');
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",").append(values.get(i).strip().replaceAll(" +", " "));
            }
            text.append('\n');
        }
        return text.append('\n')
                .append(String.join(";", credential.signedHeaders()))
                .append('\n')
                .append(payloadHash(request))
                .toString();
    }

    private static String canonicalQuery(SignedRequest request) {
        List<String> parts = new ArrayList<>();
        for (String part : request.rawQuery().split("&", -1)) {
            int equals = part.indexOf('=');
            String name = UriEncoding.decode(equals < 0 ? part : part.substring(0, equals));
            if (!part.isEmpty() && !name.equals(SIGNATURE)) {
                parts.add(UriEncoding.encode(name) + "="
                        + UriEncoding.encode(UriEncoding.decode(equals < 0 ? "" : part.substring(equals + 1))));
            }
        }
        // By name and then by value: "=" sorts below every character that an encoded name has but "-" and ".".
        parts.sort((a, b) -> {
            int names = name(a).compareTo(name(b));
            return names != 0 ? names : a.compareTo(b);
        });
        return String.join("&", parts);
    }

    private static String name(String parameter) {
        return parameter.substring(0, parameter.indexOf('='));
    }

    private static String payloadHash(SignedRequest request) throws SignatureException {
        String claimed = request.header("x-amz-content-sha256");
        if (claimed.equals(UNSIGNED)) {
            return UNSIGNED;
        }
        String actual = hex(sha256(request.body()));
        if (!claimed.isEmpty() && !claimed.equals(actual)) {
            throw SignatureException.invalid(
                    "The provided 'x-amz-content-sha256' header does not match what was" + " computed.");
        }
        return actual;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
