package io.millirun.portal.demo;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.AccessKeyView;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.account.Account;
import io.millirun.portal.account.Users;
import io.millirun.portal.functions.SampleFunctions;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.signup.SignUp;
import io.millirun.runtimemanager.Grants;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/** Makes the demo organization, signed up like any other, and brings it back to its first state. */
@Service
@ConditionalOnRole(ProcessRole.PORTAL)
class DemoOrganization {

    private static final String EMAIL = "demo@millirun.invalid";
    private static final Slug SLUG = new Slug("demo");
    private static final String ADDRESS = "127.0.0.1";
    private static final int PASSWORD_BYTES = 12;

    private final SignUp signUp;
    private final Users users;
    private final Members members;
    private final AccessKeys keys;
    private final SampleFunctions samples;
    private final PasswordEncoder passwords;
    private final PortalProperties properties;

    DemoOrganization(
            SignUp signUp,
            Users users,
            Members members,
            AccessKeys keys,
            SampleFunctions samples,
            PasswordEncoder passwords,
            PortalProperties properties) {
        this.signUp = signUp;
        this.users = users;
        this.members = members;
        this.keys = keys;
        this.samples = samples;
        this.passwords = passwords;
        this.properties = properties;
    }

    /** The demo with new credentials and the sample functions as they came; what it used stays on its statement. */
    Demo reset() {
        String password = password();
        Member member = users.byEmail(EMAIL)
                .map(account -> returning(account, password))
                .orElseGet(() -> signedUp(password));
        return CurrentTenant.call(member.organization(), () -> {
            keys.list(member.organization()).stream()
                    .map(AccessKeyView::id)
                    .forEach(id -> keys.revoke(member, id, ADDRESS));
            var key = keys.create(member, "demo", Grants.ALL, null, ADDRESS);
            return new Demo(
                    properties.publicUrl().toString(),
                    properties.gatewayUrl().toString(),
                    EMAIL,
                    password,
                    key.id(),
                    key.secret(),
                    key.bearerToken(),
                    samples.deploy(member, ADDRESS));
        });
    }

    private Member signedUp(String password) {
        return switch (signUp.signUp("Demo", EMAIL, password, SLUG, ADDRESS)) {
            case SignUp.Outcome.SignedUp(var user, var _) -> members.of(user).getFirst();
            case SignUp.Outcome.EmailTaken _ -> throw new IllegalStateException(EMAIL + " has just been taken");
            case SignUp.Outcome.OrganizationTaken _ ->
                throw new IllegalStateException("an organization that is not the demo is called " + SLUG);
        };
    }

    private Member returning(Account account, String password) {
        users.changePassword(account.id(), passwords.encode(password));
        return members.of(account.id()).getFirst();
    }

    private static String password() {
        byte[] bits = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
