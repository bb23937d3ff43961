package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows under the first line of a type problem: the layers that were wired, what they make of what, and where it all comes from. */
final class Evidence {
    private final Map<String, Draft.Input> inputs;
    private final Map<String, Draft.Step> steps;

    Evidence(Draft draft) {
        this.inputs = draft.inputsByName();
        this.steps = draft.stepsByName();
    }

    /** What made these wires, and from which inputs. */
    List<Problem.Evidence> of(TypeCheck types, List<TensorName> wires) {
        List<Problem.Evidence> rows = new ArrayList<>();
        Set<String> origins = new LinkedHashSet<>();
        for (TensorName wire : new LinkedHashSet<>(wires)) {
            Draft.Step step = steps.get(wire.source());
            collectInputs(wire.source(), origins);
            if (step != null && step.layer().isPresent()) {
                String taken = step.sources().stream()
                        .map(source -> types.type(source.wire())
                                .map(TensorType::toString)
                                .orElse("?"))
                        .collect(Collectors.joining(", "));
                String made = types.type(wire).map(TensorType::toString).orElse("?");
                rows.add(
                        new Problem.Evidence(wire.toString(), step.layer().get().describe(), taken + " -> " + made));
            }
        }
        if (!origins.isEmpty()) {
            rows.add(new Problem.Evidence("from", String.join(", ", origins), ""));
        }
        return rows;
    }

    private void collectInputs(String start, Set<String> origins) {
        Set<String> seen = new LinkedHashSet<>();
        List<String> stack = new ArrayList<>(List.of(start));
        while (!stack.isEmpty()) {
            String name = stack.remove(stack.size() - 1);
            if (!seen.add(name)) {
                continue;
            }
            if (inputs.containsKey(name)) {
                origins.add(name + " " + inputs.get(name).type());
            } else if (steps.containsKey(name)) {
                List<Draft.Source> sources = steps.get(name).sources();
                for (int i = sources.size() - 1; i >= 0; i--) {
                    stack.add(sources.get(i).wire().source());
                }
            }
        }
    }
}
