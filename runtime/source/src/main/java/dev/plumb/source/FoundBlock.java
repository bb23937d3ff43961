package dev.plumb.source;

import dev.plumb.graph.Draft;
import dev.plumb.graph.compose.BlockDefinition;

/**
 * A block that was found in a model.
 *
 * @param definition what it is
 * @param model the name of the model
 * @param uses how many stretches it stands for
 * @param wiring how it is wired, in the order in which it is written
 * @param isLine whether that is written as a straight line
 */
record FoundBlock(BlockDefinition definition, String model, int uses, Draft wiring, boolean isLine) {
    /** The name of the annotation without its package. */
    String name() {
        return definition.annotation().substring(definition.annotation().lastIndexOf('.') + 1);
    }
}
