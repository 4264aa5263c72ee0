package io.millirun.portal.usage;

/** What the chart of days shows. */
enum Measure {
    COST,
    INVOCATIONS,
    COMPUTE
}
