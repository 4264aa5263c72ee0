package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.instances.Concurrency.Verdict;
import io.millirun.runtimemanager.instances.Placement.Choice;
import io.millirun.runtimemanager.instances.Placement.Demand;
import io.millirun.runtimemanager.instances.Placement.Situation;
import io.millirun.runtimemanager.instances.Placement.Supply;
import io.millirun.runtimemanager.instances.Placement.Waiting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTests {

    private static final int QUEUE = 10;

    @ParameterizedTest
    @CsvSource(textBlock = """
            # verdict,          instances, need, spare, waiting, on the way, size, choice
            LET_IN,             IDLE,      0,    0,     0,       0,          128,  USE_IDLE
            LET_IN,             FROZEN,    100,  100,   0,       0,          128,  THAW
            LET_IN,             FROZEN,    100,  99,    0,       0,          128,  WAIT_AND_GROW
            LET_IN,             NONE,      0,    999,   0,       0,          128,  WAIT_AND_GROW
            LET_IN,             NONE,      0,    999,   0,       1,          128,  WAIT
            LET_IN,             NONE,      0,    999,   1,       1,          128,  WAIT_AND_GROW
            LET_IN,             NONE,      0,    999,   10,      0,          128,  REFUSE_QUEUE
            LET_IN,             FROZEN,    100,  0,     10,      0,          128,  REFUSE_QUEUE
            LET_IN,             IDLE,      0,    0,     0,       0,          2000, REFUSE_SIZE
            FUNCTION_FULL,      IDLE,      0,    999,   0,       0,          128,  REFUSE_FUNCTION
            ORGANIZATION_FULL,  IDLE,      0,    999,   0,       0,          128,  REFUSE_ORGANIZATION
            """)
    void aCallGetsTheFirstThatThereIs(
            Verdict verdict,
            Waiting instances,
            int need,
            int spare,
            int waiting,
            int onTheWay,
            int size,
            Choice choice) {
        var situation = new Situation(verdict, instances, need, spare, waiting, onTheWay, size, 1_000);

        assertThat(Placement.choose(situation, QUEUE)).isEqualTo(choice);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # waiting, instances, thaw, exact, other, specialise, spare, supply
            0,         NONE,      0,    true,  false, 64,         999,   NOT_NEEDED
            1,         FROZEN,    100,  true,  false, 64,         100,   THAW
            1,         FROZEN,    100,  true,  false, 64,         99,    MAKE_ROOM
            1,         IDLE,      0,    false, false, 64,         0,     THAW
            1,         NONE,      0,    true,  true,  64,         64,    SPECIALISE
            1,         NONE,      0,    false, true,  64,         64,    SPECIALISE_OTHER
            1,         NONE,      0,    true,  false, 64,         63,    MAKE_ROOM
            1,         NONE,      0,    false, false, 128,        128,   START
            """)
    void aFunctionGetsAnInstanceInTheCheapestWay(
            int waiting,
            Waiting instances,
            int thaw,
            boolean exact,
            boolean other,
            int specialise,
            int spare,
            Supply supply) {
        var demand = new Demand(waiting, instances, thaw, exact, other, specialise, spare);

        assertThat(Placement.supply(demand)).isEqualTo(supply);
    }
}
