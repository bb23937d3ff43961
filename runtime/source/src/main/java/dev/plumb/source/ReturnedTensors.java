package dev.plumb.source;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a method of each tensor that a model returns: in source, what is returned is the first output of a method, once, and in the order of the
 * methods. What is none goes through an {@code @Identity}.
 */
final class ReturnedTensors {
    private final Draft draft;
    private final Map<String, Draft.Step> steps;
    private final Set<String> taken = new HashSet<>();
    private final List<Draft.Step> added = new ArrayList<>();

    private ReturnedTensors(Draft draft) {
        this.draft = draft;
        this.steps = draft.stepsByName();
        draft.inputs().forEach(input -> taken.add(input.name()));
        taken.addAll(steps.keySet());
    }

    static Draft asMethods(Draft draft) {
        return new ReturnedTensors(draft).written();
    }

    private Draft written() {
        Set<String> returned = new LinkedHashSet<>();
        List<Draft.Output> outputs = new ArrayList<>();
        int inputs = 0;
        for (Draft.Output output : draft.outputs()) {
            int input = inputIndex(output.name());
            boolean isInput = input >= inputs && returned.size() == outputs.size() && onlyInputs(returned);
            Optional<String> method =
                    input >= 0 ? Optional.of(output.name()).filter(name -> isInput) : method(output.tensor());
            inputs = isInput ? input + 1 : inputs;
            String name = method.filter(one -> !returned.contains(one)).orElseGet(() -> identity(output.tensor()));
            returned.add(name);
            outputs.add(new Draft.Output(name, output.loss(), output.metrics()));
        }
        List<Draft.Step> all = new ArrayList<>(draft.steps());
        all.addAll(added);
        return draft.withSteps(inOrder(all, returned)).withOutputs(outputs);
    }

    private int inputIndex(String name) {
        return draft.inputs().stream().map(Draft.Input::name).toList().indexOf(name);
    }

    private boolean onlyInputs(Set<String> names) {
        return draft.inputsByName().keySet().containsAll(names);
    }

    /** The layer whose first output this is. */
    private Optional<String> method(TensorName tensor) {
        Optional<Draft.Step> step = Optional.ofNullable(steps.get(tensor.source()));
        return step.filter(one -> !one.outputsArePicked() && isFirst(one, tensor.output()))
                .map(Draft.Step::name);
    }

    private static boolean isFirst(Draft.Step step, String output) {
        return output.isEmpty()
                || step.layer()
                        .flatMap(LayerSpec::plainOutput)
                        .filter(output::equals)
                        .isPresent();
    }

    private String identity(TensorName tensor) {
        String text = tensor.output().isEmpty() ? tensor.source() + "_again" : tensor.toString();
        String name = JavaNames.method(text, taken);
        taken.add(name);
        added.add(new Draft.Step(
                name,
                Optional.of(Layers.identity()),
                List.of(new Draft.Source(tensor, TensorKind.TENSOR)),
                TensorKind.TENSOR));
        return name;
    }

    /** The steps in their order, but those that are returned in the order in which they are. */
    private static List<Draft.Step> inOrder(List<Draft.Step> steps, Set<String> returned) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (returned.contains(steps.get(i).name())) {
                places.add(i);
            }
        }
        List<Draft.Step> ordered = new ArrayList<>(steps);
        int next = 0;
        for (String name : returned) {
            for (Draft.Step step : steps) {
                if (step.name().equals(name)) {
                    ordered.set(places.get(next++), step);
                }
            }
        }
        return ordered;
    }
}
