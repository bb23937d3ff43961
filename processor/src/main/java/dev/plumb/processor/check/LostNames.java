package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.LostName;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.List;
import java.util.Optional;

/** Says what happened to the name of a parameter, where the graph only knows that no layer has the name. */
final class LostNames {
    private LostNames() {}

    static Problem explain(Problem problem, ModelDeclaration model) {
        boolean isName = problem.id() == ProblemId.UNKNOWN_WIRE || problem.id() == ProblemId.NAME_NOT_AVAILABLE;
        if (!isName || !(problem.place() instanceof Place.Source at)) {
            return problem;
        }
        Optional<MethodDeclaration> method = model.methods().stream()
                .filter(candidate -> candidate.name().equals(at.layer()))
                .findFirst();
        return method.flatMap(declared -> lost(declared, at.index()))
                .map(lost -> new Problem(
                        ProblemId.NAME_NOT_AVAILABLE,
                        problem.site(),
                        method.flatMap(declared -> declared.layers().stream().findFirst())
                                        .map(AnnotationUse::name)
                                        .orElse("layer")
                                + " '" + at.layer() + "': " + lost.reason(),
                        List.of(),
                        lost.fix()))
                .orElse(problem);
    }

    private static Optional<LostName> lost(MethodDeclaration method, int index) {
        return index < method.parameters().size()
                        && method.parameters().get(index).from().isEmpty()
                ? method.parameters().get(index).lost()
                : Optional.empty();
    }
}
