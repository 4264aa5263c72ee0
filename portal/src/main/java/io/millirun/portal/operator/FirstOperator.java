package io.millirun.portal.operator;

import io.millirun.kernel.ProcessRole;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.Roles;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Prints, as long as nobody runs the platform, a link that makes whoever opens it first the operator. It is printed anew
 * with every start, and earlier ones stop working then.
 */
@Component
class FirstOperator {

    private static final Logger log = LoggerFactory.getLogger("io.millirun");

    private static final Duration LIFE = Duration.ofDays(7);

    private final Roles roles;
    private final Users users;
    private final OneTimeLinks links;
    private final PortalProperties properties;

    FirstOperator(Roles roles, Users users, OneTimeLinks links, PortalProperties properties) {
        this.roles = roles;
        this.users = users;
        this.links = links;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        if (roles.has(ProcessRole.PORTAL) && !users.haveOperator()) {
            log.info("Operator {} (works once, for a week)", link());
        }
    }

    /** A link for the first operator. */
    String link() {
        return properties.link("/become-operator", links.issue(Purpose.BECOME_OPERATOR, null, null, LIFE));
    }

    /** Whether the link still makes somebody the operator. */
    boolean isGood(String token) {
        return !users.haveOperator()
                && links.look(Purpose.BECOME_OPERATOR, token).isPresent();
    }

    /** Makes the person the operator; whether the link was good. */
    @Transactional
    public boolean claim(String token, UserId user) {
        if (users.haveOperator() || links.redeem(Purpose.BECOME_OPERATOR, token).isEmpty()) {
            return false;
        }
        users.setOperator(user, true);
        users.confirm(user);
        return true;
    }
}
