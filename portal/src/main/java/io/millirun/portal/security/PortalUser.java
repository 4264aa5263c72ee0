package io.millirun.portal.security;

import io.millirun.portal.account.UserId;
import java.io.Serial;
import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/** Who is logged in, as the session keeps it: the id alone, everything else is looked up with each request. */
record PortalUser(UUID id) implements Principal, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    UserId userId() {
        return new UserId(id);
    }

    /** The user's id, under which a person's sessions are found. */
    @Override
    public String getName() {
        return id.toString();
    }
}
