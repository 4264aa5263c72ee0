/** The PostgreSQL database: found or started, brought up to date, and opened to the modules in two roles. */
@NullMarked
package io.millirun.portal.database;

import org.jspecify.annotations.NullMarked;
