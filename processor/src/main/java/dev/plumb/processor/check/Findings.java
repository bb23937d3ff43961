package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Problems and where they are, as they are found. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    private record Finding(Problem problem, Location location) {}

    void add(Problem problem, Location location) {
        found.add(new Finding(problem, location));
    }

    /** A problem at a token of a method or, with a {@code part} from 0 on, of one of its parameters. */
    void add(Problem problem, Token token, int method, int part) {
        add(problem, new Location(token, method, part));
    }

    /** A problem of a method as a whole. */
    void report(ProblemId id, MethodDeclaration method, int index, Object... arguments) {
        add(Problem.of(id, new Place.Layer(method.name()), id.headline(arguments)), method.token(), index, -1);
    }

    void addAll(Findings others) {
        found.addAll(others.found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** All in the order of the source. */
    List<LocatedProblem> located() {
        return found.stream()
                .sorted(Comparator.comparingInt(
                                (Finding finding) -> finding.location().method())
                        .thenComparingInt(finding -> finding.location().part()))
                .map(finding ->
                        new LocatedProblem(finding.problem(), finding.location().token()))
                .toList();
    }
}
