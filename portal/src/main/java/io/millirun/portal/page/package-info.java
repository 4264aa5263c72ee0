/** What all pages share: layout, error pages, model attributes and static assets. */
@NullMarked
package io.millirun.portal.page;

import org.jspecify.annotations.NullMarked;
