package dev.plumb.processor.check;

import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.processor.read.BlockDeclaration;
import java.util.List;
import java.util.Optional;

/**
 * What the checks made of the declaration of a block.
 *
 * @param definition the block, if there are no problems
 * @param problems all of them, in the order of the source; what depends on what a block is given is said where it is used
 */
public record CheckedBlock(
        BlockDeclaration declaration, Optional<BlockDefinition> definition, List<LocatedProblem> problems) {
    public CheckedBlock {
        problems = List.copyOf(problems);
    }
}
