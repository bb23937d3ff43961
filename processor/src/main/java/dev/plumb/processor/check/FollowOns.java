package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the graph says only because of what was found wrong with the declaration.
 *
 * @param wiring by the index of a method: for each of its layer's inputs the index of the parameter that it comes from
 */
record FollowOns(ModelDeclaration model, Map<Integer, List<Integer>> wiring) {

    /** What an annotation or a parent that the compiler could not resolve may be the reason of: it has reported that. */
    private static final Set<ProblemId> MAY_FOLLOW = EnumSet.of(
            ProblemId.UNKNOWN_WIRE,
            ProblemId.NO_INPUT,
            ProblemId.NO_OUTPUT,
            ProblemId.DISCONNECTED_INPUT,
            ProblemId.DEAD_LAYER);

    boolean contain(Problem problem) {
        if (!model.resolved() && MAY_FOLLOW.contains(problem.id())) {
            return true;
        }
        return switch (problem.id()) {
            case NO_INPUT ->
                model.methods().stream().anyMatch(method -> mayBeInput(model, method) || isTakenForInput(method));
            case UNKNOWN_WIRE -> problem.place() instanceof Place.Source source && isNoTensor(source);
            default -> false;
        };
    }

    /** Whether a method without a layer may be an input without its annotation. */
    static boolean mayBeInput(ModelDeclaration model, MethodDeclaration method) {
        return method.input().isEmpty()
                && method.layers().isEmpty()
                && method.composition().isEmpty()
                && !method.hasBody()
                && method.parameters().isEmpty()
                && method.result().kind().isPresent()
                && (!model.isSequential() || model.methods().get(0).equals(method));
    }

    /** Whether something takes from a method that takes nothing and is neither input nor layer, which is said. */
    private boolean isTakenForInput(MethodDeclaration method) {
        return !model.isSequential()
                && method.input().isEmpty()
                && method.layers().isEmpty()
                && !method.hasBody()
                && method.parameters().isEmpty()
                && model.methods().stream()
                        .flatMap(other -> other.parameters().stream())
                        .anyMatch(parameter -> parameter.wire().source().equals(method.name()));
    }

    /** Whether a wire is a parameter of a type that no wire has. */
    private boolean isNoTensor(Place.Source source) {
        for (int i = 0; i < model.methods().size(); i++) {
            MethodDeclaration method = model.methods().get(i);
            List<Integer> parameters = wiring.getOrDefault(i, List.of());
            if (method.name().equals(source.layer()) && source.index() < parameters.size()) {
                ParameterDeclaration parameter = method.parameters().get(parameters.get(source.index()));
                return MethodCheck.isForeign(parameter.type());
            }
        }
        return false;
    }
}
