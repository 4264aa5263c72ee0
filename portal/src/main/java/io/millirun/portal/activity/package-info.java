/** What a function did: its invocations one by one, its logs, and its curves over time. */
@NullMarked
package io.millirun.portal.activity;

import org.jspecify.annotations.NullMarked;
