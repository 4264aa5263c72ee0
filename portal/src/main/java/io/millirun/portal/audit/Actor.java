package io.millirun.portal.audit;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param id the user's id or the access key's
 * @param name as shown to people who read the log
 * @param address the network address the request came from; null for what the platform did by itself
 */
public record Actor(
        Kind kind, String id, String name, @Nullable String address) {

    /** What kind of actor. */
    public enum Kind {
        USER,
        ACCESS_KEY,
        /** An operator, for an organization that they need not belong to. */
        OPERATOR,
        PLATFORM
    }

    /** The person behind a page. */
    public static Actor of(Member member, @Nullable String address) {
        return new Actor(
                member.acting() ? Kind.OPERATOR : Kind.USER, member.user().toString(), member.email(), address);
    }

    /** The access key behind a request to an API. */
    public static Actor of(Caller caller, @Nullable String address) {
        return new Actor(Kind.ACCESS_KEY, caller.name(), caller.name(), address);
    }

    /** The operator behind a page of the operators' console. */
    public static Actor operator(Person person, @Nullable String address) {
        return new Actor(Kind.OPERATOR, person.id().toString(), person.email(), address);
    }
}
