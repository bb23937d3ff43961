/** What users touch: models, training, data, results. */
@NullMarked
package dev.plumb.runtime;

import org.jspecify.annotations.NullMarked;
