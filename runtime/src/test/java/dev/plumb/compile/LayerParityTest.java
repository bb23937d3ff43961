package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer computes what Keras computes: outputs, gradients of inputs and weights, moving statistics. */
final class LayerParityTest {

    static Stream<LayerCase> cases() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithKeras(LayerCase layer) {
        check(layer, UnaryOperator.identity());
    }

    /** A layer whose program is rewritten before the passes. */
    static void check(LayerCase layer, UnaryOperator<Program> rewriting) {
        Graph graph = layer.model().graph();
        int batch = (int) layer.inputs().values().iterator().next().shape()[0];
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, layer.training());
        Map<String, Var> wanted = new LinkedHashMap<>();
        Var total = trace.constant(0);
        for (Graph.Output output : graph.outputs()) {
            Var value = traced.prediction(output).value();
            assertEquals(
                    Arrays.stream(layer.outputs().get(output.name()).shape())
                            .mapToObj(Math::toIntExact)
                            .toList(),
                    value.shape());
            trace.output("output " + output.name(), value);
            if (layer.upstream().containsKey(output.name())) {
                total = total.plus(value.times(trace.input("upstream " + output.name(), value.type()))
                        .sum());
            }
        }
        layer.weightGradients()
                .keySet()
                .forEach(path -> wanted.put("weight " + path, traced.weights().get(path)));
        for (Graph.Input input : graph.inputs()) {
            if (layer.inputGradients().containsKey(input.name())) {
                wanted.put("input " + input.name(), variable(trace, input.name()));
            }
        }
        traced.moved().forEach((path, value) -> trace.output("moved " + path, value));
        List<String> names = new ArrayList<>(wanted.keySet());
        List<Var> gradients = Gradients.of(total, List.copyOf(wanted.values()));
        for (int i = 0; i < names.size(); i++) {
            trace.output("gradient of " + names.get(i), gradients.get(i));
        }

        Program program = rewriting.apply(RecordedDraws.in(trace.finish(), layer.draws()));
        Plan plan = Runs.prepare(Passes.optimize(program), dev.plumb.engine.plan.Bindings.none());
        traced.weights()
                .keySet()
                .forEach(path -> fill(Runs.weight(plan, path), layer.weights().get(path)));
        graph.inputs()
                .forEach(input ->
                        fill(Runs.input(plan, input.name()), layer.inputs().get(input.name())));
        layer.upstream().forEach((name, tensor) -> fill(Runs.input(plan, "upstream " + name), tensor));
        plan.run();

        layer.outputs()
                .forEach((name, tensor) -> agrees(tensor, Runs.output(plan, "output " + name), "output " + name));
        layer.inputGradients()
                .forEach((name, tensor) ->
                        agrees(tensor, Runs.output(plan, "gradient of input " + name), "gradient of input " + name));
        layer.weightGradients()
                .forEach((name, tensor) ->
                        agrees(tensor, Runs.output(plan, "gradient of weight " + name), "gradient of weight " + name));
        layer.movedWeights()
                .forEach((name, tensor) -> agrees(tensor, Runs.output(plan, "moved " + name), "moved " + name));
    }

    private static Var variable(Trace trace, String input) {
        return trace.finish().values().stream()
                .filter(value -> value.label().equals(input))
                .map(value -> trace.variable(value.id()))
                .findFirst()
                .orElseThrow();
    }

    private static void fill(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.FLOAT32) {
            slot.write(tensor.floats());
        } else {
            slot.write(tensor.ints());
        }
    }

    private static void agrees(Tensor expected, Slot actual, String what) {
        if (actual.type().dtype() == DType.FLOAT32) {
            Agreement.assertAgrees(expected.floats(), actual.toFloats(), what);
        } else {
            org.junit.jupiter.api.Assertions.assertArrayEquals(expected.ints(), actual.toInts(), what);
        }
    }
}
