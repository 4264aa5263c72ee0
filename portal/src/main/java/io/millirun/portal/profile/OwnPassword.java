package io.millirun.portal.profile;

import io.millirun.portal.account.Account;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import java.time.Duration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Asks for the password again before something that a stolen session must not do. */
@Component
class OwnPassword {

    private static final Limit FAILURES = new Limit(10, Duration.ofMinutes(15));

    private final Users users;
    private final PasswordEncoder passwords;
    private final Throttle throttle;

    OwnPassword(Users users, PasswordEncoder passwords, Throttle throttle) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    /** Whether it is the person's password, and was not guessed at too often. */
    boolean isRight(UserId user, String password) {
        String subject = "own-password " + user;
        if (throttle.isExhausted(subject, FAILURES)) {
            return false;
        }
        boolean right = users.account(user)
                .map(Account::passwordHash)
                .filter(hash -> passwords.matches(password, hash))
                .isPresent();
        if (!right) {
            throttle.count(subject, FAILURES);
        }
        return right;
    }
}
