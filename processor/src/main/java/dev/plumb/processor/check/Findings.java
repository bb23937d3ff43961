package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.MethodDeclaration;
import java.util.ArrayList;
import java.util.List;

/** Problems as they are found. */
final class Findings {
    private final List<Problem> found = new ArrayList<>();

    void add(Problem problem) {
        found.add(problem);
    }

    /** A problem at this place. */
    void report(ProblemId id, Place place, Object... arguments) {
        add(Problem.of(id, place, id.headline(arguments)));
    }

    /** A problem of a method as a whole. */
    void report(ProblemId id, MethodDeclaration method, Object... arguments) {
        report(id, new Place.Layer(method.name()), arguments);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
