package io.millirun.bench;

import java.io.IOException;

/** One group of figures, measured together because they are compared with each other. */
interface Scenario {

    /** Measures, and adds what was found to {@code results}. */
    void run(Bench bench, Results results) throws IOException, InterruptedException;
}
