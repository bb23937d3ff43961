package dev.plumb.graph.compose;

import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a block wherever it is used: its names and wires, its bindings and conditions, attributes that nothing binds. */
public final class BlockCheck {
    private final Map<String, AttributeKind> names = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private BlockCheck(BlockDefinition block) {
        block.attributes().forEach(attribute -> names.put(attribute.name(), attribute.kind()));
    }

    /** All that is wrong with a block, before anything is known of what it is given. */
    public static List<Problem> problems(BlockDefinition block) {
        BlockCheck check = new BlockCheck(block);
        check.problems.addAll(GraphChecker.structure(block.wiring()));
        block.wiring().inputs().forEach(check::input);
        block.wiring().steps().forEach(check::step);
        return check.problems;
    }

    /** Axes are numbers, names, or computed from names before them; {@code ...} stands in front. */
    private void input(Draft.Input input) {
        List<Dim> axes = input.type().shape().dims();
        for (int axis = 0; axis < axes.size(); axis++) {
            String text = axes.get(axis).toString();
            Optional<String> requirement = axes.get(axis).isKnown()
                    ? sized(axes.get(axis))
                    : axis == 0 && text.equals(GivenInputs.ANY) ? Optional.empty() : written(text);
            if (requirement.isPresent()) {
                int index = axes.size() == 1 ? -1 : axis;
                problems.add(new Mismatch.BadAttribute("dims", index, AttributeText.format(text), requirement.get())
                        .problem(new Place.Attribute(input.name(), "dims", axis), "Input '" + input.name() + "'"));
                return;
            }
        }
    }

    private static Optional<String> sized(Dim size) {
        return size.size() >= 1 && size.size() <= Dim.LARGEST_AXIS
                ? Optional.empty()
                : Optional.of("from 1 to " + Dim.LARGEST_AXIS);
    }

    private Optional<String> written(String text) {
        try {
            Expression axis = Expression.parse(text);
            if (axis instanceof Expression.Name name) {
                AttributeKind kind = names.putIfAbsent(name.name(), AttributeKind.INT);
                return kind == null || kind.equals(AttributeKind.INT)
                        ? Optional.empty()
                        : Optional.of("a size: the attribute '" + name.name() + "' is no int");
            }
            return axis.names().stream()
                    .filter(name -> !names.containsKey(name))
                    .findFirst()
                    .map(name -> "computed from names before it: '" + name + "' is none");
        } catch (ExpressionException e) {
            return Optional.of("a size, a name, or arithmetic on names before it: " + e.located());
        }
    }

    private void step(Draft.Step step) {
        Draft.Terms terms = step.terms();
        if (!terms.when().isEmpty()) {
            StepCheck.ofCondition(terms.when(), names)
                    .ifPresent(reason -> add(new Place.Condition(step.name()), "@When", step, reason));
        }
        if (step.layer().isEmpty() || !terms.sharing().isEmpty()) {
            return;
        }
        LayerSpec layer = step.layer().get();
        Optional<StepCheck.Fault> fault = StepCheck.ofBindings(layer, terms.bindings(), names);
        if (fault.isPresent()) {
            add(
                    new Place.Binding(step.name(), fault.get().text()),
                    "@Bind",
                    step,
                    fault.get().reason());
            return;
        }
        Set<String> bound = new HashSet<>(StepCheck.attributes(layer, terms.bindings()));
        AttributeChecks.of(layer).stream()
                .filter(wrong -> !bound.contains(wrong.attribute()))
                .forEach(wrong -> problems.add(wrong.problem(
                        new Place.Attribute(step.name(), wrong.attribute(), wrong.index()), step.title())));
    }

    private void add(Place place, String annotation, Draft.Step step, String reason) {
        problems.add(Problem.of(
                ProblemId.BAD_BINDING, place, ProblemId.BAD_BINDING.headline(annotation, step.title(), reason)));
    }
}
