package dev.plumb.processor.check;

import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a problem of the graph means in terms of a declaration. */
final class Advice {
    private Advice() {}

    /** The problem with advice that only a declaration can follow, where there is some. */
    static Problem on(Problem problem, ModelDeclaration model, Verdict verdict) {
        if (problem.id() == ProblemId.WRONG_ARITY && model.isSequential()) {
            return merge(problem.place().layer(), model, verdict)
                    .map(problem::withFix)
                    .orElse(problem);
        }
        if (problem.id() == ProblemId.UNKNOWN_OUTPUT
                && problem.place() instanceof Place.Source
                && problem.fix().isEmpty()
                && model.isSequential()) { // it has no parameter that could say which
            return problem.withFix(LineCheck.MAKE_IT_A_MODEL);
        }
        if (problem.id() == ProblemId.DUPLICATE_NAME) {
            return overload(problem, model);
        }
        if (problem.id() == ProblemId.BAD_ATTRIBUTE && problem.place() instanceof Place.Attribute place) {
            return model.methods().stream()
                            .filter(method -> method.name().equals(place.layer()))
                            .flatMap(method -> method.input().stream())
                            .anyMatch(input ->
                                    place.attribute().equals("value") && !input.has("value") && input.has("dims"))
                    ? inDims(problem)
                    : problem;
        }
        return problem;
    }

    /** A method of another model's, and one of its name with other parameters, which does not override it. */
    private static Problem overload(Problem problem, ModelDeclaration model) {
        List<MethodDeclaration> methods = model.methods().stream()
                .filter(method -> method.name().equals(problem.place().layer()))
                .toList();
        return methods.stream()
                .filter(method -> !method.token().isInside(model.token()))
                .findFirst()
                .filter(inherited ->
                        methods.stream().anyMatch(method -> method.token().isInside(model.token())))
                .map(inherited -> problem.withEvidence(List.of(new Problem.Evidence(
                        "help",
                        "an override has the parameters of what it overrides: " + inherited.name()
                                + inherited.parameters().stream()
                                        .map(parameter -> parameter.type().name() + " " + parameter.name())
                                        .collect(Collectors.joining(", ", "(", ")")),
                        ""))))
                .orElse(problem);
    }

    /** What the graph knows as a number was written as a text. */
    private static Problem inDims(Problem problem) {
        return problem.withHeadline(
                problem.headline().replaceFirst(" has value(\\[\\d+])? = (\\S+): must", " has dims$1 = \"$2\": must"));
    }

    /** A layer that merges what a line cannot bring together: a model wires it from the layer above and an earlier one like it. */
    private static Optional<String> merge(String name, ModelDeclaration model, Verdict verdict) {
        List<MethodDeclaration> methods = model.methods();
        int index = 0;
        while (index < methods.size() && !methods.get(index).name().equals(name)) {
            index++;
        }
        if (index == 0 || index == methods.size()) {
            return Optional.empty();
        }
        MethodDeclaration above = methods.get(index - 1);
        TensorType type = verdict.types().get(above.name());
        return methods.subList(0, index - 1).stream()
                .filter(earlier -> type != null && type.equals(verdict.types().get(earlier.name())))
                .findFirst()
                .map(earlier ->
                        "make it a @Model: `" + name + "(" + parameter(above) + ", " + parameter(earlier) + ")`")
                .or(() -> Optional.of("make it a @Model and give it what it merges as parameters"));
    }

    private static String parameter(MethodDeclaration method) {
        return method.result().name() + " " + method.name();
    }
}
