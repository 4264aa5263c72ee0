/** Numbers as pages show them, each with its exact value beside it for programs that read the page. */
@NullMarked
package io.millirun.portal.figure;

import org.jspecify.annotations.NullMarked;
