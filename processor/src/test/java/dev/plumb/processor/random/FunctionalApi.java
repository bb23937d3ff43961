package dev.plumb.processor.random;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Models as calls of the functional API. */
final class FunctionalApi {
    private FunctionalApi() {}

    /**
     * The graph of a draft. What no program can say, because a wire exists only after its layer and each name is a wire of its own, is
     * decided on the draft itself, as for files; so is a wrong model that names the first output of a layer, which to a program is the layer.
     *
     * @throws GraphException if it has problems
     */
    static Graph build(Draft draft) {
        Optional<List<Draft.Step>> order = order(draft);
        if (order.isEmpty()
                || (namesFirstOutput(draft)
                        && GraphChecker.decide(undeclared(draft)).graph().isEmpty())) {
            Verdict verdict = GraphChecker.decide(undeclared(draft));
            return verdict.graph().orElseThrow(() -> new GraphException(draft.name(), verdict.problems()));
        }
        GraphBuilder builder = GraphBuilder.named(draft.name());
        draft.inputs()
                .forEach(input -> builder.input(
                        input.name(), input.type().shape(), input.type().dtype()));
        for (Draft.Step step : order.get()) {
            Wire[] wires = step.sources().stream()
                    .map(source -> wire(builder, source.wire()))
                    .toArray(Wire[]::new);
            builder.apply(step.name(), step.layer().orElseThrow(), wires);
        }
        for (Draft.Output output : draft.outputs()) {
            Wire wire = builder.wire(output.name());
            Metric[] metrics = output.metrics().toArray(Metric[]::new);
            output.loss()
                    .ifPresentOrElse(loss -> builder.output(wire, loss, metrics), () -> builder.output(wire, metrics));
        }
        return builder.build();
    }

    private static Wire wire(GraphBuilder builder, TensorName tensor) {
        Wire first = builder.wire(tensor.source());
        return tensor.output().isEmpty() ? first : first.output(tensor.output());
    }

    /** The steps, each after those that it takes from; none if there is no such order, a wire leads nowhere, or a name is used twice. */
    private static Optional<List<Draft.Step>> order(Draft draft) {
        List<String> names = Stream.concat(
                        draft.inputs().stream().map(Draft.Input::name),
                        draft.steps().stream().map(Draft.Step::name))
                .toList();
        if (new HashSet<>(names).size() < names.size()
                || !draft.steps().stream().allMatch(step -> picks(draft, step))) {
            return Optional.empty();
        }
        Set<String> made = new HashSet<>(draft.inputsByName().keySet());
        List<Draft.Step> left = new ArrayList<>(draft.steps());
        List<Draft.Step> order = new ArrayList<>();
        boolean progress = true;
        while (progress) {
            List<Draft.Step> ready = left.stream()
                    .filter(step -> step.sources().stream()
                            .allMatch(source -> made.contains(source.wire().source())))
                    .toList();
            ready.forEach(step -> made.add(step.name()));
            order.addAll(ready);
            left.removeAll(ready);
            progress = !ready.isEmpty();
        }
        boolean returned = draft.outputs().stream().allMatch(output -> made.contains(output.name()));
        return left.isEmpty() && returned ? Optional.of(order) : Optional.empty();
    }

    /** Whether the outputs that a step takes are there. */
    private static boolean picks(Draft draft, Draft.Step step) {
        return step.sources().stream()
                .map(Draft.Source::wire)
                .filter(tensor -> !tensor.output().isEmpty())
                .allMatch(tensor -> Optional.ofNullable(draft.stepsByName().get(tensor.source()))
                        .flatMap(Draft.Step::layer)
                        .map(LayerSpec::outputNames)
                        .orElse(List.of())
                        .contains(tensor.output()));
    }

    private static boolean namesFirstOutput(Draft draft) {
        return draft.steps().stream()
                .flatMap(step -> step.sources().stream())
                .map(Draft.Source::wire)
                .anyMatch(tensor -> Optional.ofNullable(draft.stepsByName().get(tensor.source()))
                        .flatMap(Draft.Step::layer)
                        .filter(layer -> layer.outputNames().get(0).equals(tensor.output()))
                        .isPresent());
    }

    private static Draft undeclared(Draft draft) {
        List<Draft.Step> steps = draft.steps().stream()
                .map(step -> new Draft.Step(
                        step.name(),
                        step.layer(),
                        step.sources().stream()
                                .map(source -> new Draft.Source(source.wire(), TensorKind.TENSOR))
                                .toList(),
                        TensorKind.TENSOR))
                .toList();
        List<Draft.Input> inputs = draft.inputs().stream()
                .map(input -> new Draft.Input(input.name(), input.type(), TensorKind.TENSOR))
                .toList();
        return draft.withInputs(inputs).withSteps(steps);
    }
}
