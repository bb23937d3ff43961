/** What users touch: models, training, data. */
@NullMarked
package dev.plumb.runtime;

import org.jspecify.annotations.NullMarked;
