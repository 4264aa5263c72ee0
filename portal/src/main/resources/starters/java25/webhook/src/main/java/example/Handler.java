package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives a webhook and believes it only if its signature is right.
 *
 * <p>The sender signs the body with a secret that both sides know and sends the signature along: {@code X-Signature-256:
 * sha256=<HMAC-SHA-256 of the body in hexadecimal>}; GitHub does the same under the name X-Hub-Signature-256. The secret is
 * the environment variable WEBHOOK_SECRET (Settings): give it to the sender. Anyone may call the function's URL: the
 * signature decides. The sample event of the test console is signed with the same secret.
 */
public class Handler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final String SECRET = System.getenv("WEBHOOK_SECRET");

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        if (SECRET == null) {
            System.err.println("WEBHOOK_SECRET is not set");
            return answer(500, "this webhook is not set up yet");
        }
        String text = event.getBody() == null ? "" : event.getBody();
        byte[] body = event.getIsBase64Encoded() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = event.getHeaders() == null ? Map.of() : event.getHeaders();
        String signature = headers.getOrDefault("x-signature-256", headers.getOrDefault("x-hub-signature-256", ""));
        if (!isSigned(body, signature)) {
            System.err.println("refused: the signature does not match");
            return answer(401, "wrong signature");
        }
        System.out.println("received " + new String(body, StandardCharsets.UTF_8));
        // Do your work here. Answer soon: senders give up after some seconds.
        return answer(200, "thank you");
    }

    /** Compares in constant time, so that the right signature cannot be found byte by byte. */
    private static boolean isSigned(byte[] body, String signature) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
            return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static APIGatewayV2HTTPResponse answer(int status, String message) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(Map.of("content-type", "application/json"))
                .withBody("{\"message\": \"" + message + "\"}")
                .build();
    }
}
