package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Something goes in, something comes out, and everything is on a way to an output. */
final class ConnectivityCheck {
    private ConnectivityCheck() {}

    static List<Problem> problems(Draft draft, NameCheck names, Set<String> cyclic) {
        List<Problem> problems = new ArrayList<>();
        if (draft.inputs().isEmpty() && !hasLayerForInput(draft)) {
            String example = names.missingInput()
                    .map(source -> example(source.declared(), source.wire().source()))
                    .orElse("@Input(784) Vec image()");
            problems.add(Problem.of(ProblemId.NO_INPUT, new Place.Whole(), ProblemId.NO_INPUT.headline(draft.name()))
                    .withEvidence(List.of(new Problem.Evidence("help", "declare an @Input first: " + example, ""))));
        }
        if (draft.outputs().isEmpty()) {
            problems.add(
                    Problem.of(ProblemId.NO_OUTPUT, new Place.Whole(), ProblemId.NO_OUTPUT.headline(draft.name())));
            return problems; // everything would be dead
        }
        if (!names.guessedAll()) {
            return problems; // what seems dead may be what an unknown name stands for
        }
        for (Draft.Step step : draft.steps()) {
            if (lacksWires(step)) {
                return problems; // what seems dead may be what belongs there
            }
        }
        if (!cyclic.isEmpty()) {
            return problems; // what seems dead may be what one of the cycle should take from
        }
        Set<String> alive = aliveIn(draft, names.repaired());
        Set<String> taken = taken(draft);
        for (Draft.Input input : draft.inputs()) {
            boolean intoDead = taken.contains(input.name()); // and that is said
            if (!alive.contains(input.name()) && !intoDead) {
                problems.add(Problem.of(
                        ProblemId.DISCONNECTED_INPUT,
                        new Place.Layer(input.name()),
                        ProblemId.DISCONNECTED_INPUT.headline(input.name())));
            }
        }
        for (Draft.Step step : draft.steps()) {
            if (!alive.contains(step.name())) {
                problems.add(Problem.of(
                        ProblemId.DEAD_LAYER,
                        new Place.Layer(step.name()),
                        ProblemId.DEAD_LAYER.headline(step.layerTitle(), step.name())));
            }
        }
        return problems;
    }

    /** How an input of this kind is declared. */
    static String example(TensorKind kind, String name) {
        String shape =
                switch (kind) {
                    case SEQ -> "dims = {\"time\", \"8\"}";
                    case IMAGE -> "{28, 28, 1}";
                    case VOLUME -> "{16, 28, 28, 1}";
                    case TOKENS -> "dims = \"time\"";
                    default -> "784";
                };
        return "@Input(" + shape + ") " + kind.typeName() + " " + name + "()";
    }

    /** Whether something takes from a layer that takes nothing: it may be what should be an input, and what it lacks is said. */
    private static boolean hasLayerForInput(Draft draft) {
        Set<String> taken = taken(draft);
        return draft.steps().stream()
                .anyMatch(step -> step.sources().isEmpty() && lacksWires(step) && taken.contains(step.name()));
    }

    /** The names that something takes from. */
    private static Set<String> taken(Draft draft) {
        Set<String> taken = new HashSet<>();
        for (Draft.Step step : draft.steps()) {
            for (Draft.Source source : step.sources()) {
                taken.add(source.wire().source());
            }
        }
        return taken;
    }

    private static boolean lacksWires(Draft.Step step) {
        return step.layer().isPresent()
                && step.sources().size() < step.applied().orElseThrow().arity().minimum();
    }

    /**
     * What reaches an output, or something that is wrong in another way: a step of which it is not known which layer it is, a
     * second layer of the same name.
     */
    private static Set<String> aliveIn(Draft draft, Map<String, String> repaired) {
        Map<String, List<String>> wiring = GraphChecker.wiring(draft, repaired);
        Set<String> alive = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Draft.Step step : draft.steps()) {
            if (step.layer().isEmpty()) {
                alive.add(step.name());
            }
            if (!names.add(step.name())) {
                step.sources().forEach(source -> alive.add(source.wire().source()));
            }
        }
        for (Draft.Output output : draft.outputs()) {
            alive.add(output.tensor().source());
        }
        return Reach.from(alive, wiring);
    }
}
