/** Code that comes from Git repositories: fetched within limits, deployed, and fetched again when somebody asks. */
@NullMarked
package io.millirun.portal.git;

import org.jspecify.annotations.NullMarked;
