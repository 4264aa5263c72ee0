/** Joins billing to the modules that need a little of it: prices for the gateway, deployed functions for the statement. */
@NullMarked
package io.millirun.portal.tariff;

import org.jspecify.annotations.NullMarked;
