package dev.plumb.processor.check;

import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.processor.read.CodeDeclaration;
import java.util.List;
import java.util.Optional;

/**
 * What the checks made of the declaration of a layer in code.
 *
 * @param definition the layer, if there are no problems
 * @param problems all of them, in the order of the source
 * @param fault what is wrong with the class of a function: it is said where that is used; else ""
 */
public record CheckedCode(
        CodeDeclaration declaration, Optional<CodeDefinition> definition, List<LocatedProblem> problems, String fault) {
    public CheckedCode {
        problems = List.copyOf(problems);
    }
}
