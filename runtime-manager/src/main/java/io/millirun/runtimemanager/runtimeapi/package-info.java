/** What instances talk to: the Lambda Runtime API that they pull calls from, and the port that takes what they print. */
@NullMarked
package io.millirun.runtimemanager.runtimeapi;

import org.jspecify.annotations.NullMarked;
