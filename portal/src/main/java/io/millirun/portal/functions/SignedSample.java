package io.millirun.portal.functions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The webhook starter's sample event, signed with the secret of the function that it is for. */
final class SignedSample {

    /** The variable of the environment that the starter reads its secret from. */
    static final String SECRET = "WEBHOOK_SECRET";

    private static final String HEADER = "x-signature-256";
    private static final int SECRET_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = new JsonMapper();

    private SignedSample() {}

    /** A secret that nobody can guess. */
    static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The event with the right signature; as it is if it wants none or the function has no secret. */
    static String signed(String event, Map<String, String> environment) {
        String secret = environment.get(SECRET);
        JsonNode tree = JSON.readTree(event);
        if (secret == null
                || secret.isEmpty()
                || !(tree.get("headers") instanceof ObjectNode headers)
                || !headers.has(HEADER)) {
            return event;
        }
        headers.put(HEADER, "sha256=" + hmac(secret, tree.path("body").asString("")));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
