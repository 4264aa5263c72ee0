package io.millirun.portal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DatabaseAddressTests {

    @Test
    void readsTheUrlThatOperatorsKnow() {
        assertThat(DatabaseAddress.parse("postgres://mira:p@db.example:6432/millirun?sslmode=require", null, null))
                .isEqualTo(
                        new DatabaseAddress("jdbc:postgresql://db.example:6432/millirun?sslmode=require", "mira", "p"));
    }

    @Test
    void readsTheUrlThatJavaKnows() {
        DatabaseAddress address =
                DatabaseAddress.parse("jdbc:postgresql://db.example/millirun?user=mira&password=p", null, null);

        assertThat(address.owner()).isEqualTo("mira");
        assertThat(address.ownerPassword()).isEqualTo("p");
    }

    @Test
    void takesTheOwnerFromBesideTheUrl() {
        assertThat(DatabaseAddress.parse("jdbc:postgresql://db.example/millirun", "mira", "p"))
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://db.example/millirun", "mira", "p"));
    }

    @Test
    void anotherRoleDoesNotInheritTheOwnersName() {
        DatabaseAddress address =
                DatabaseAddress.parse("jdbc:postgresql://db.example/millirun?user=mira&password=p", null, null);

        assertThat(address.as("millirun_app", "q").getUser()).isEqualTo("millirun_app");
        assertThat(address.as("millirun_app", "q").getPassword()).isEqualTo("q");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.parse("jdbc:postgresql://db.example/millirun", null, null))
                .withMessageContaining("MILLIRUN_DB_USER");
        assertThatIllegalArgumentException().isThrownBy(() -> DatabaseAddress.parse("jdbc:mysql://x/y", "a", "b"));
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(DatabaseAddress.parse("postgres://mira:geheim@h/d", null, null)
                        .toString())
                .doesNotContain("geheim");
    }
}
