package io.millirun.portal.team;

import io.millirun.portal.organization.Role;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What the form for an invitation sends. */
record InvitationForm(
        @NotBlank @Size(max = 254) @Email(regexp = "[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")
        String email,

        @NotNull Role role) {

    InvitationForm {
        email = email == null ? "" : email.strip();
        role = role == null ? Role.VIEWER : role;
    }
}
