/** Who may open which page: log-in, sessions, response headers and the tenant of a request. */
@NullMarked
package io.millirun.portal.security;

import org.jspecify.annotations.NullMarked;
