package io.millirun.portal.accesskey;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Scope;

/** Who may give which scope to a key: nobody hands out what they cannot do themselves. */
final class ScopeRule {

    private ScopeRule() {}

    static boolean mayGive(Member member, Scope scope) {
        return member.may(
                switch (scope) {
                    case INVOKE -> Permission.INVOKE;
                    case READ -> Permission.READ_FUNCTIONS;
                    case DEPLOY -> Permission.DEPLOY;
                    case BILLING -> Permission.MANAGE_BILLING;
                    case ADMIN -> Permission.MANAGE_MEMBERS;
                });
    }
}
