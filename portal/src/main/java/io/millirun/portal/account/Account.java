package io.millirun.portal.account;

/** An account as log-in needs it. */
public record Account(UserId id, String name, String email, String passwordHash) {

    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
