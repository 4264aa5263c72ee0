package io.millirun.portal.accesskey;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Scope;

/** Who may give which scope to a key: nobody hands out what they cannot do themselves. */
final class ScopeRule {

    private ScopeRule() {}

    static boolean mayGive(Member member, Person person, Scope scope) {
        return switch (scope) {
            case INVOKE -> member.may(Permission.INVOKE);
            case READ -> member.may(Permission.READ_FUNCTIONS);
            case DEPLOY -> member.may(Permission.DEPLOY);
            case BILLING -> member.may(Permission.MANAGE_BILLING);
            case ADMIN -> member.may(Permission.MANAGE_MEMBERS);
            case OPERATE -> person.operator();
        };
    }
}
