package dev.plumb.processor.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Problems of a model that extends another one, at layers that it inherits: they go back to what it overrides, and a fix is another override. */
final class Overrides {
    private final ModelDeclaration model;
    private final Map<String, Draft.Step> steps;
    private final Map<String, MethodDeclaration> methods;

    Overrides(ModelDeclaration model, Draft draft) {
        this.model = model;
        this.steps = draft.stepsByName();
        this.methods = model.methodsByName();
    }

    /** The problem at the override that it goes back to, if there is one. */
    LocatedProblem placed(LocatedProblem located) {
        boolean inherited =
                located.home().equals(model.token()) && !located.token().isInside(model.token());
        if (!inherited) {
            return located;
        }
        Problem problem = located.problem();
        return nearest(problem.site().layer())
                .map(method -> new LocatedProblem(overriding(problem), located.token(), method.token()))
                .orElse(located);
    }

    /** The nearest of the model's own methods on the way to a layer. */
    private Optional<MethodDeclaration> nearest(String layer) {
        Deque<String> open = new ArrayDeque<>(List.of(layer));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            MethodDeclaration method = methods.get(name);
            if (method != null && isOwn(method)) {
                return Optional.of(method);
            }
            Draft.Step step = steps.get(name);
            if (seen.add(name) && step != null) {
                step.sources().forEach(source -> open.add(source.wire().source()));
                open.add(step.owner());
            }
        }
        return Optional.empty();
    }

    private boolean isOwn(MethodDeclaration method) {
        return method.token().isInside(model.token());
    }

    /** What a fix changes of an inherited layer, an override of it changes: {@code override deep: units = 128}. */
    private Problem overriding(Problem problem) {
        int end = problem.fix().indexOf(": ");
        boolean inherited = end > 0
                && Arrays.stream(problem.fix().substring(0, end).split(", "))
                        .allMatch(name -> methods.containsKey(name) && !isOwn(methods.get(name)));
        return inherited ? problem.withFix("override " + problem.fix()) : problem;
    }
}
