package io.millirun.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser without JavaScript does, in a test: keeps cookies, follows no redirects by itself, and sends the hidden
 * CSRF field of the last page it got with each form.
 */
public final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" (?:value|content)=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String base;
    private String token = "";

    Browser(String base) {
        this.base = base;
    }

    /** Gets a page. */
    public HttpResponse<String> get(String path) {
        HttpResponse<String> response =
                send(request(path).header("Accept", "text/html,*/*;q=0.8").GET());
        Matcher matcher = TOKEN.matcher(response.body());
        if (matcher.find()) {
            token = matcher.group(1);
        }
        return response;
    }

    /** Sends a form; names and values take turns. */
    public HttpResponse<String> post(String path, String... fields) {
        List<String> withToken = new ArrayList<>(List.of(fields));
        withToken.addAll(List.of("_csrf", token));
        return postWithoutToken(path, withToken.toArray(String[]::new));
    }

    /** Sends a form as another site could make the browser do. */
    public HttpResponse<String> postWithoutToken(String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(fields[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path)
                .header("Accept", "text/html,*/*;q=0.8")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Sends a form with a file in it; names and values of the other fields take turns. */
    public HttpResponse<String> postFile(String path, String field, byte[] content, String... fields) {
        String boundary = "----millirun" + System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<String> withToken = new ArrayList<>(List.of(fields));
        withToken.addAll(List.of("_csrf", token));
        for (int i = 0; i < withToken.size(); i += 2) {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + withToken.get(i)
                            + "\"\r\n\r\n" + withToken.get(i + 1) + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field
                        + "\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** Gets a path with a bearer token instead of cookies. */
    public HttpResponse<String> getWithBearer(String path, String bearer) {
        return send(request(path).header("Authorization", "Bearer " + bearer).GET());
    }

    /** Asks for {@code path} by any method with an empty form, and with the token of the last page. */
    public HttpResponse<String> send(String method, String path) {
        HttpRequest.Builder request = request(path).header("Accept", "text/html,*/*;q=0.8");
        return send(
                method.equals("GET")
                        ? request.GET()
                        : request.header("X-CSRF-TOKEN", token)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .method(method, HttpRequest.BodyPublishers.ofString("")));
    }

    /** Asks for {@code path} by any method with a bearer token and an empty JSON object. */
    public HttpResponse<String> sendWithBearer(String method, String path, String bearer) {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + bearer);
        return send(
                method.equals("GET")
                        ? request.GET()
                        : request.header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString("{}")));
    }

    /** Puts JSON with a bearer token. */
    public HttpResponse<String> putWithBearer(String path, String bearer, String json) {
        return send(request(path)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Asks for {@code path} by any method with a bearer token and JSON. */
    public HttpResponse<String> sendWithBody(String method, String path, String bearer, String json) {
        return send(request(path)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Gets what does not end by itself; whoever reads closes it. */
    public InputStream stream(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The session cookie's value. */
    public String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("mr_session"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
