/** The benchmarks: measured from outside, against a running platform and its baselines in the same run. */
@NullMarked
package io.millirun.bench;

import org.jspecify.annotations.NullMarked;
