package dev.plumb.source;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether a model is a straight line: one input, one output, and each layer takes what the one above it gives. */
final class StraightLine {
    private StraightLine() {}

    /** The model with its layers in the order of the line. */
    static Optional<Draft> of(Draft draft) {
        if (draft.inputs().size() != 1
                || draft.outputs().size() != 1
                || draft.steps().isEmpty()) {
            return Optional.empty();
        }
        List<Draft.Step> line = new ArrayList<>();
        List<TensorName> above = List.of(TensorName.of(draft.inputs().get(0).name()));
        TensorKind kind = draft.inputs().get(0).declared();
        while (line.size() < draft.steps().size()) {
            Optional<Draft.Step> next = next(draft, above);
            if (next.isEmpty() || line.size() == draft.steps().size()) {
                return Optional.empty();
            }
            TensorKind declared = kind;
            Draft.Step step = next.get();
            line.add(step.withSources(step.sources().stream()
                    .map(source -> new Draft.Source(source.wire(), declared))
                    .toList()));
            above = Composite.tensors(TensorName.of(step.name()), step.layer());
            kind = step.declared();
        }
        boolean ends =
                line.get(line.size() - 1).name().equals(draft.outputs().get(0).name());
        return ends ? Optional.of(draft.withSteps(line)) : Optional.empty();
    }

    /** The only layer that takes these tensors, and takes nothing else. */
    private static Optional<Draft.Step> next(Draft draft, List<TensorName> tensors) {
        List<Draft.Step> takers = draft.steps().stream()
                .filter(step -> step.sources().stream().anyMatch(source -> tensors.contains(source.wire())))
                .toList();
        return takers.size() == 1
                        && takers.get(0).sources().stream()
                                .map(Draft.Source::wire)
                                .toList()
                                .equals(tensors)
                        && !takers.get(0).terms().masked()
                ? Optional.of(takers.get(0))
                : Optional.empty();
    }
}
