/** Turns usage into money: prices, ratings that explain themselves, statements. */
@NullMarked
package io.millirun.billing;

import org.jspecify.annotations.NullMarked;
