/** HTML pages that need nothing from elsewhere. */
@NullMarked
package dev.plumb.view.page;

import org.jspecify.annotations.NullMarked;
