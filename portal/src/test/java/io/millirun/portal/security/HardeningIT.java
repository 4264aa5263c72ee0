package io.millirun.portal.security;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

/** What attackers try first. */
class HardeningIT extends PortalIT {

    @Autowired
    private AccessKeys keys;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/keys",
                "/keys?continue=https://evil.example",
                "/login?next=//evil.example",
                "/login?redirect=https://evil.example",
                "/%2F/evil.example"
            })
    void logInLeadsToNoOtherSite(String asked) {
        Member member = newMember();
        Browser browser = browser();
        browser.get(asked);
        browser.get("/login");

        HttpResponse<String> answer = browser.post("/login", "email", member.email(), "password", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        URI next = URI.create(base())
                .resolve(answer.headers().firstValue("Location").orElseThrow());
        assertThat(next.getHost()).isEqualTo("localhost");
        assertThat(next.getPath()).doesNotStartWith("//");
    }

    @Test
    void linksAndRedirectsNeverComeFromTheHostHeader() throws IOException {
        assertThat(raw("GET /keys HTTP/1.1")).contains(" 302").doesNotContain("evil.example");
        assertThat(raw("GET /login HTTP/1.1")).contains(" 200").doesNotContain("evil.example");
        assertThat(raw("GET /api/v1/openapi.json HTTP/1.1")).contains(" 200").doesNotContain("evil.example");
    }

    @Test
    void thePasswordMailsLinkIsTheConfiguredOne() {
        Member member = newMember();
        Browser browser = browser();
        browser.get("/password/forgotten");

        browser.post("/password/forgotten", "email", member.email());

        // It is written after the answer, whose time must not tell whether the address is known.
        await().untilAsserted(() -> assertThat(
                        worker.sql("select body from portal.mails where recipient = ? and kind = 'password-reset'")
                                .param(member.email())
                                .query(String.class)
                                .list())
                .singleElement(as(STRING))
                .contains(base() + "/password/reset?token="));
    }

    @Test
    void theSessionCookieIsSecureWhereThePortalIs() {
        var serializer = new SecurityConfiguration()
                .sessionCookie(new PortalProperties(
                        URI.create("https://portal.example"),
                        URI.create("https://gateway.example"),
                        URI.create("http://localhost:8081"),
                        Duration.ofDays(1),
                        10));
        MockHttpServletResponse response = new MockHttpServletResponse();

        serializer.writeCookieValue(new CookieValue(new MockHttpServletRequest(), response, "x"));

        assertThat(response.getHeader("Set-Cookie")).contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");
    }

    @Test
    void anApiBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
        String token = token(newMember());

        HttpResponse<String> refused =
                browser().sendWithBody("POST", "/api/v1/functions", token, " ".repeat((12 << 20) + 1));

        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void pagesTellBrowsersToTrustNothingElse() {
        for (String path : List.of("/login", "/sign-up", "/no-such-page")) {
            HttpResponse<String> page = browser().get(path);
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe-inline");
        }
    }

    @Test
    void secretsAreInNoLog() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Logger> loud = Stream.of("io.millirun", "org.springframework.web", "org.springframework.security")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        List<Level> before = loud.stream().map(Logger::getLevel).toList();
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        root.addAppender(heard);
        loud.forEach(logger -> logger.setLevel(Level.DEBUG));
        String wrong = "a wrong pass phrase nobody has";
        String token;
        String session;
        try {
            Member member = newMember();
            Browser browser = loggedIn(member);
            session = browser.session();
            browser().get("/login");
            Browser stranger = browser();
            stranger.get("/login");
            stranger.post("/login", "email", member.email(), "password", wrong);
            token = token(member);
            browser().getWithBearer("/api/v1/me", token);
            browser().getWithBearer("/api/v1/me", token + "x");
            browser()
                    .sendWithBody(
                            "POST",
                            "/api/v1/functions",
                            token,
                            "{\"name\":\"x\",\"runtime\":\"no\",\"environment\":{\"A\":\"hush-hush\"},"
                                    + "\"files\":{\"a\":\"b\"}}");
        } finally {
            root.detachAppender(heard);
            for (int i = 0; i < loud.size(); i++) {
                loud.get(i).setLevel(before.get(i));
            }
        }
        String secret = token.substring(token.lastIndexOf('_') + 1);
        assertThat(heard.list).isNotEmpty();
        assertThat(heard.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line ->
                        Stream.of(PASSWORD, wrong, secret, session, "hush-hush").anyMatch(line::contains));
    }

    private String token(Member member) {
        return CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "key", Grants.ALL, null, "test").bearerToken());
    }

    /** What is answered to a request whose Host header says another site. */
    private String raw(String line) throws IOException {
        URI portal = URI.create(base());
        try (Socket socket = new Socket(portal.getHost(), portal.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((line + "\r\nHost: evil.example\r\nAccept: text/html,*/*\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
