package io.millirun.portal.signup;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * What the sign-up page sends.
 *
 * @param organization the first organization's name, also in function URLs
 */
record SignUpForm(
        @NotBlank @Size(max = 100) String name,

        @NotBlank @Size(max = 254) @Email(regexp = "[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")
        String email,

        @NotNull String password,
        @NotNull String organization) {

    SignUpForm {
        name = name == null ? "" : name.strip();
        email = email == null ? "" : email.strip();
        password = password == null ? "" : password;
        organization = organization == null ? "" : organization.strip();
    }

    @Override
    public String toString() {
        return "SignUpForm[" + organization + "]";
    }
}
