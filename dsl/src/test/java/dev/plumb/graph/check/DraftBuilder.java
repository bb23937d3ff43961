package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Drafts whose wires go by name, as in an interface: to what is not there, or comes later. */
final class DraftBuilder {
    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();
    private final List<Draft.Output> outputs = new ArrayList<>();

    void input(String name, long... sizes) {
        inputs.add(new Draft.Input(name, TensorType.floats(sizes), TensorKind.TENSOR));
    }

    TensorName apply(String name, LayerSpec layer, TensorName... from) {
        List<Draft.Source> sources = Arrays.stream(from)
                .map(wire -> new Draft.Source(wire, TensorKind.TENSOR))
                .toList();
        steps.add(new Draft.Step(name, Optional.of(layer), sources, TensorKind.TENSOR));
        return TensorName.of(name);
    }

    void output(TensorName name) {
        outputs.add(new Draft.Output(name.toString(), Optional.empty(), List.of()));
    }

    Graph build() {
        Verdict verdict = GraphChecker.decide(new Draft("Model", inputs, steps, outputs));
        return verdict.graph().orElseThrow(() -> new GraphException("Model", verdict.problems()));
    }
}
