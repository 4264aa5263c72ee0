package io.millirun.portal.accesskey;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the form for a new access key sends. */
record AccessKeyForm(
        @NotBlank @Size(max = 64) String name, @NotNull Expiry expiry) {

    AccessKeyForm {
        name = name == null ? "" : name.strip();
        expiry = expiry == null ? Expiry.NEVER : expiry;
    }

    /** How long a new key works. */
    enum Expiry {
        DAYS_30(Duration.ofDays(30)),
        DAYS_90(Duration.ofDays(90)),
        DAYS_365(Duration.ofDays(365)),
        NEVER(null);

        private final @Nullable Duration life;

        Expiry(@Nullable Duration life) {
            this.life = life;
        }

        @Nullable
        Duration life() {
            return life;
        }
    }
}
