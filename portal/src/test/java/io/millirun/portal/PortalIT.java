package io.millirun.portal;

import io.millirun.portal.account.UserId;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.signup.SignUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole process with the portal's role over a real PostgreSQL; its context is shared by all tests that extend it. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
        properties = {
            "millirun.roles=portal",
            "millirun.portal.sign-ups-per-hour=10000",
            "management.server.port=0",
            "logging.level.io.millirun=WARN"
        })
public abstract class PortalIT {

    @LocalServerPort
    private int port;

    @Autowired
    private SignUp signUp;

    @Autowired
    private Members members;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        // Known before the context starts: links and passkeys belong to the address that is configured.
        int free = freePort();
        registry.add("server.port", () -> free);
        registry.add("millirun.database.url", PortalPostgres::url);
        registry.add("millirun.data", PortalIT::folder);
        registry.add(
                "millirun.runtime-manager.runtimes-directory",
                () -> Path.of("../runtimes").toAbsolutePath().normalize());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String folder() {
        try {
            return Files.createTempDirectory("millirun-portal").toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the portal is. */
    protected String base() {
        return "http://localhost:" + port;
    }

    /** A browser without cookies. */
    protected Browser browser() {
        return new Browser("http://localhost:" + port);
    }

    /** A name that no other test uses, good as a slug. */
    protected static String unique() {
        return "t" + UUID.randomUUID().toString().substring(0, 12).toLowerCase(Locale.ROOT);
    }

    /** The owner of a new organization, with the e-mail {@code <slug>@example.org} and the password {@link #PASSWORD}. */
    protected Member newMember() {
        String slug = unique();
        SignUp.Outcome outcome = signUp.signUp("Mira Okafor", slug + "@example.org", PASSWORD, new Slug(slug), "test");
        UserId user = ((SignUp.Outcome.SignedUp) outcome).user();
        return members.of(user).getFirst();
    }

    /** A password that passes the rule. */
    protected static final String PASSWORD = "four words in a row";

    /** A browser in which {@code member} is logged in. */
    protected Browser loggedIn(Member member) {
        Browser browser = browser();
        browser.get("/login");
        browser.post("/login", "email", member.email(), "password", PASSWORD);
        return browser;
    }
}
