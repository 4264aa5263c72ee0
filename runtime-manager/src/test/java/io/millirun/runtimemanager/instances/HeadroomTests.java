package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.instances.Headroom.Asker;
import org.junit.jupiter.api.Test;

class HeadroomTests {

    @Test
    void whoHasNothingMayTakeTheLastMegabyte() {
        assertThat(Headroom.asker(0, 0)).isEqualTo(Asker.NEW_ORGANIZATION);
        assertThat(Headroom.toLeaveMb(Asker.NEW_ORGANIZATION, 8_000)).isZero();
    }

    @Test
    void aNewFunctionOfABusyOrganizationFindsRoomThatItsHungryOneHadToLeave() {
        assertThat(Headroom.asker(7_000, 0)).isEqualTo(Asker.NEW_FUNCTION);
        assertThat(Headroom.asker(7_000, 54)).isEqualTo(Asker.MORE);
        assertThat(Headroom.toLeaveMb(Asker.NEW_FUNCTION, 8_000)).isEqualTo(500);
        assertThat(Headroom.toLeaveMb(Asker.MORE, 8_000)).isEqualTo(1_000);
    }

    @Test
    void anOrganizationYieldsWhatIsMoreThanItsPart() {
        assertThat(Headroom.yields(5_000, 2, 8_000)).isTrue();
        assertThat(Headroom.yields(4_000, 2, 8_000)).isFalse();
        assertThat(Headroom.yields(8_000, 1, 8_000)).isFalse();
    }
}
