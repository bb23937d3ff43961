package dev.plumb.source;

import dev.plumb.graph.Draft;
import java.util.List;

/**
 * A model as it will be written.
 *
 * @param draft the model: each name is one in Java, each output a method
 * @param original the name of the model before
 * @param names what its layers were called before
 * @param isLine whether it is written as a straight line
 * @param blocks the blocks that were found in it
 */
record Rewritten(Draft draft, String original, LayerNames names, boolean isLine, List<FoundBlock> blocks) {
    Rewritten {
        blocks = List.copyOf(blocks);
    }
}
