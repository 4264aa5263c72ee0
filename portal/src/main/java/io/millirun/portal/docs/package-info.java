/** The documentation pages: quick starts with the reader's own addresses, and the REST API's routes. */
@NullMarked
package io.millirun.portal.docs;

import org.jspecify.annotations.NullMarked;
