package io.millirun.portal.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.web.header.HeaderWriter;

/**
 * The content security policy of every page: nothing from elsewhere, nothing inline. Styles that the code editor makes
 * carry the nonce of the page they are in.
 */
public final class ResponsePolicy implements HeaderWriter {

    private static final String NONCE = ResponsePolicy.class.getName() + ".nonce";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The nonce of this response; the first call makes it part of the response's policy. */
    public static String nonce(HttpServletRequest request) {
        if (request.getAttribute(NONCE) instanceof String nonce) {
            return nonce;
        }
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().encodeToString(bytes);
        request.setAttribute(NONCE, nonce);
        return nonce;
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        String styles = request.getAttribute(NONCE) instanceof String nonce ? "'self' 'nonce-" + nonce + "'" : "'self'";
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; script-src 'self'; style-src " + styles + "; img-src 'self' data:; "
                        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }
}
