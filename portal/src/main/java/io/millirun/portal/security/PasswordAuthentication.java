package io.millirun.portal.security;

import io.millirun.portal.account.Account;
import io.millirun.portal.account.Users;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Checks e-mail and password. Takes as long and answers the same whether or not the address has an account, and refuses
 * after too many failures of an address, of a machine, or of both together.
 */
@Component
class PasswordAuthentication implements AuthenticationProvider {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Users users;
    private final PasswordEncoder passwords;
    private final Throttle throttle;
    private final String decoy;

    PasswordAuthentication(Users users, PasswordEncoder passwords, Throttle throttle) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.decoy = passwords.encode("nobody has this password");
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String email = attempt.getName().strip();
        Map<String, Limit> subjects = subjects(email.toLowerCase(Locale.ROOT), address(attempt));
        if (subjects.entrySet().stream()
                .anyMatch(subject -> throttle.isExhausted(subject.getKey(), subject.getValue()))) {
            throw new LockedException("too many failed attempts");
        }
        Optional<Account> account = users.byEmail(email);
        boolean matches = passwords.matches(
                String.valueOf(attempt.getCredentials()),
                account.map(Account::passwordHash).orElse(decoy));
        if (account.isEmpty() || !matches) {
            subjects.forEach(throttle::count);
            throw new BadCredentialsException("e-mail and password do not match");
        }
        throttle.forget(subjects.keySet().iterator().next());
        return UsernamePasswordAuthenticationToken.authenticated(
                new PortalUser(account.get().id().value()), null, List.of(new SimpleGrantedAuthority("ROLE_USER")));
    }

    /** What failures are counted for, the pair of address and machine first. */
    private static Map<String, Limit> subjects(String email, String address) {
        Map<String, Limit> subjects = new LinkedHashMap<>();
        subjects.put("log-in " + address + " " + email, new Limit(10, WINDOW));
        subjects.put("log-in " + email, new Limit(100, WINDOW));
        subjects.put("log-in " + address, new Limit(100, WINDOW));
        return subjects;
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "unknown";
    }

    @Override
    public boolean supports(@Nullable Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.equals(type);
    }
}
