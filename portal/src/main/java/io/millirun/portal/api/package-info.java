/** The REST API under /api/v1. */
@NullMarked
package io.millirun.portal.api;

import org.jspecify.annotations.NullMarked;
