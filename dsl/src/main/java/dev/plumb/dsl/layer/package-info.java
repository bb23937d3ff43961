/**
 * One annotation per layer, named and defaulted as in Keras 3. Inside each annotation sits its {@code Spec}: the record with the
 * layer's attributes, its shape rule and its weights, used by the processor, the runtime, the summary and the exporters alike.
 */
@NullMarked
package dev.plumb.dsl.layer;

import org.jspecify.annotations.NullMarked;
