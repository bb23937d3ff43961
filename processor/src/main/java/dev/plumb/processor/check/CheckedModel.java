package dev.plumb.processor.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.List;
import java.util.Optional;

/**
 * What the checks made of a declaration.
 *
 * @param draft the model as far as it was understood: what the generated class looks like from outside
 * @param graph the graph, if there are no problems
 * @param extractions the parts of it that its class offers
 * @param problems all of them, in the order of the source
 * @param warnings those that nobody has suppressed, in the order of the source; none where there are problems
 * @param assumptions what cannot be checked before the sizes of symbolic axes are known
 */
public record CheckedModel(
        ModelDeclaration declaration,
        Draft draft,
        Optional<Graph> graph,
        List<Extraction> extractions,
        List<LocatedProblem> problems,
        List<LocatedProblem> warnings,
        List<String> assumptions) {

    public CheckedModel {
        extractions = List.copyOf(extractions);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        assumptions = List.copyOf(assumptions);
    }

    CheckedModel withoutWarnings() {
        return new CheckedModel(declaration, draft, graph, extractions, problems, List.of(), List.of());
    }

    /** The same model, which has these problems beyond those of its graph. */
    CheckedModel withProblems(List<LocatedProblem> found) {
        return found.isEmpty()
                ? this
                : new CheckedModel(declaration, draft, Optional.empty(), extractions, found, List.of(), List.of());
    }

    /** The same model for someone to whom a warning is a problem. */
    CheckedModel withWarningsAsProblems() {
        return warnings.isEmpty()
                ? this
                : new CheckedModel(declaration, draft, Optional.empty(), extractions, warnings, List.of(), assumptions);
    }
}
