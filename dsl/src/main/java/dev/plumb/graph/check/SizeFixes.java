package dev.plumb.graph.check;

import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes of attributes after which sizes may fit: of the layer that does not accept its inputs, and of those above it. */
final class SizeFixes {
    /** How far above a wire a size is looked for, through layers with one input: it passes an activation or a dropout. */
    private static final int LAYERS_ABOVE = 4;

    private final Draft draft;
    private final TypeCheck types;
    private final Map<String, Draft.Step> steps;
    private final Upstream upstream;
    private final List<Candidate> candidates = new ArrayList<>();

    private SizeFixes(Draft draft, TypeCheck types) {
        this.draft = draft;
        this.types = types;
        this.steps = draft.stepsByName();
        this.upstream = new Upstream(draft);
    }

    /** For a layer to which the sizes of its inputs do not fit, the blamed one first. */
    static List<Candidate> of(Draft draft, TypeCheck types, Draft.Step step, int blamed) {
        SizeFixes fixes = new SizeFixes(draft, types);
        List<Integer> operands = blamedFirst(step, blamed);
        draft.inputs().forEach(input -> fixes.candidates.addAll(InputFixes.ofChannelsFirst(draft, input)));
        fixes.candidates.addAll(PaddingFixes.of(draft, step, operands));
        fixes.addSizes(step, operands);
        fixes.candidates.addAll(MissingLayers.ofShortcut(draft, types, step));
        fixes.addUnits(step, blamed);
        fixes.addOwnAttributes(step);
        return fixes.candidates;
    }

    private static List<Integer> blamedFirst(Draft.Step step, int blamed) {
        List<Integer> operands = new ArrayList<>(List.of(blamed));
        for (int i = step.sources().size() - 1; i >= 0; i--) {
            if (i != blamed) {
                operands.add(i);
            }
        }
        return operands;
    }

    /** A size that is wanted of an operand; one that is given is not taken from the operand, only grown to. */
    private record Wanted(long size, boolean given) {}

    /** Sizes of the layers that made the operands, set to what the others have. */
    private void addSizes(Draft.Step step, List<Integer> operands) {
        for (int operand : operands) {
            Set<Wanted> wanted = wantedSizes(step, operand);
            Set<String> others = upstreamOfOthers(step, operand);
            Draft.Step above = steps.get(step.sources().get(operand).wire().source());
            for (int level = 0; above != null && level < LAYERS_ABOVE && !others.contains(above.name()); level++) {
                for (Wanted size : wanted) {
                    addIntegers(above, size);
                }
                above = above.sources().size() == 1
                        ? steps.get(above.sources().get(0).wire().source())
                        : null;
            }
        }
    }

    /** What a merge takes by its other inputs: a layer on both ways does not make the difference. */
    private Set<String> upstreamOfOthers(Draft.Step step, int operand) {
        Set<String> others = new HashSet<>();
        for (int i = 0; i < step.sources().size() && isMerge(step); i++) {
            if (i != operand) {
                others.addAll(upstream.of(step.sources().get(i).wire().source()));
            }
        }
        return others;
    }

    private static boolean isMerge(Draft.Step step) {
        return step.layer().filter(layer -> layer.arity().minimum() > 1).isPresent();
    }

    private Set<Wanted> wantedSizes(Draft.Step step, int operand) {
        Set<Wanted> wanted = new LinkedHashSet<>();
        String itself = step.sources().get(operand).wire().source();
        for (int i = 0; i < step.sources().size(); i++) {
            if (i != operand) {
                TensorName other = step.sources().get(i).wire();
                boolean given = isMerge(step)
                        && (draft.inputsByName().containsKey(other.source())
                                || upstream.of(itself).contains(other.source()));
                types.type(other).ifPresent(type -> type.shape().dims().stream()
                        .filter(Dim::isKnown)
                        .forEach(dim -> wanted.add(new Wanted(dim.size(), given))));
            }
        }
        if (step.layer().orElse(null) instanceof ReshapeLayer reshape
                && !reshape.value().contains(-1)) {
            wanted.add(new Wanted(
                    Shape.of(reshape.value().stream().mapToLong(size -> size).toArray())
                            .elements()
                            .size(),
                    false));
        }
        ofUnits(step).ifPresent(recurrent -> wanted.add(new Wanted(recurrent.units(), false)));
        return wanted;
    }

    private static Optional<RecurrentSpec> ofUnits(Draft.Step step) {
        return Candidate.recurrent(step).filter(RecurrentSpec.class::isInstance).map(RecurrentSpec.class::cast);
    }

    /** A recurrent layer can have as many units as the state that it is given to start from. */
    private void addUnits(Draft.Step step, int state) {
        if (ofUnits(step).isPresent()) {
            types.type(step.sources().get(state).wire())
                    .filter(type -> type.rank() == 1 && type.shape().last().isKnown()) // an axis fits an int
                    .flatMap(type -> Candidate.of(
                            draft, step, "units", (int) type.shape().last().size()))
                    .ifPresent(candidates::add);
        }
    }

    private void addIntegers(Draft.Step step, Wanted wanted) {
        Candidate.attributes(step).forEach((name, value) -> {
            if (value instanceof Integer current
                    && current != wanted.size()
                    && wanted.size() <= Dim.LARGEST_AXIS
                    && !(wanted.given() && wanted.size() < current)) {
                Candidate.of(draft, step, name, (int) wanted.size()).ifPresent(candidates::add);
            }
        });
    }

    private void addOwnAttributes(Draft.Step step) {
        Candidate.attributes(step).forEach((name, value) -> {
            if (name.equals("groups")) {
                for (int groups = value instanceof Integer current ? current - 1 : 1; groups >= 1; groups--) {
                    Candidate.of(draft, step, name, groups).ifPresent(candidates::add);
                }
            } else if (name.equals("axis") && value instanceof Integer) {
                for (int axis = 1; axis <= 4; axis++) {
                    Candidate.of(draft, step, name, axis).ifPresent(candidates::add);
                }
            }
        });
    }
}
