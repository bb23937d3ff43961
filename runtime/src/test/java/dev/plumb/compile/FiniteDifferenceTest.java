package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recorded gradients of layers, with which {@link LayerParityTest} compares ours, are the slopes of our own forward pass: an error in
 * the forward pass cannot hide behind a matching one in the backward pass.
 */
final class FiniteDifferenceTest {
    private static final float STEP = 4e-3f;
    /** Elements that are tried of each input and weight. */
    private static final int ELEMENTS = 4;

    static Stream<LayerCase> cases() {
        return LayerCase.FILES.stream()
                .flatMap(file -> LayerCase.read(file).stream())
                .filter(layer -> !layer.upstream().isEmpty()
                        && !jumps(layer.model().graph())
                        && !(layer.training() && replaces(layer.model().graph()))
                        && !(layer.training() && renormalizes(layer.model().graph())));
    }

    /** No gradient goes through what it corrects by. */
    private static boolean renormalizes(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(
                        node -> node.spec() instanceof BatchNormalizationLayer normalization && normalization.renorm());
    }

    /** A Masking jumps where a step becomes padding: there it has a gradient by definition, and no slope. */
    private static boolean jumps(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> node.spec() instanceof MaskingLayer);
    }

    /** The gradient for a weight that is replaced in training is that for what it is replaced by. */
    private static boolean replaces(Graph graph) {
        return graph.nodes().stream()
                .map(Node::spec)
                .anyMatch(spec -> spec instanceof SpectralNormalizationLayer
                        || (spec instanceof WrapperSpec wrapper
                                && wrapper.layer() instanceof SpectralNormalizationLayer));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreSlopes(LayerCase layer) {
        Graph graph = layer.model().graph();
        int batch = (int) layer.inputs().values().iterator().next().shape()[0];
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, layer.training());
        graph.outputs()
                .forEach(output ->
                        trace.output(output.name(), traced.prediction(output).value()));
        Program program = RecordedDraws.in(trace.finish(), layer.draws());
        Plan plan = Runs.prepare(Passes.optimize(program), Bindings.none().withChangingWeights());
        traced.weights()
                .keySet()
                .forEach(path -> write(Runs.weight(plan, path), layer.weights().get(path)));
        graph.inputs()
                .forEach(input ->
                        write(Runs.input(plan, input.name()), layer.inputs().get(input.name())));
        Random random = new Random(1);
        layer.inputGradients()
                .forEach((name, gradient) -> assertSlopes(
                        layer,
                        plan,
                        Runs.input(plan, name),
                        layer.inputs().get(name).floats(),
                        gradient.floats(),
                        random,
                        name));
        layer.weightGradients()
                .forEach((path, gradient) -> assertSlopes(
                        layer,
                        plan,
                        Runs.weight(plan, path),
                        layer.weights().get(path).floats(),
                        gradient.floats(),
                        random,
                        path));
    }

    /** Where the slopes to both sides disagree, a kink or a strong curve lies between: such elements say nothing. */
    private static void assertSlopes(
            LayerCase layer, Plan plan, Slot slot, float[] values, float[] gradient, Random random, String what) {
        int tried = Math.min(ELEMENTS, values.length);
        int compared = 0;
        double here = total(layer, plan, slot, values);
        for (int k = 0; k < 5 * tried && compared < tried; k++) {
            int element = random.nextInt(values.length);
            // What is alone in its weight, such as a scale, is tried again closer by.
            float step = k < tried ? STEP : STEP / 4;
            double above = slope(layer, plan, slot, values, here, element, step);
            double below = slope(layer, plan, slot, values, here, element, -step);
            double slope = (above + below) / 2;
            double scale = Math.max(0.5, Math.abs(slope));
            if (Math.abs(above - below) < 3e-2 * scale) {
                assertEquals(gradient[element], slope, 2e-2 * scale, what + "[" + element + "]");
                compared++;
            }
        }
        slot.write(values);
        assertTrue(compared > 0, "no element of " + what + " is smooth enough to compare");
    }

    private static double slope(
            LayerCase layer, Plan plan, Slot slot, float[] values, double here, int element, float step) {
        float[] moved = values.clone();
        moved[element] = values[element] + step;
        return (total(layer, plan, slot, moved) - here) / ((double) moved[element] - values[element]);
    }

    /** The sum of output times upstream, in double precision. */
    private static double total(LayerCase layer, Plan plan, Slot slot, float[] values) {
        slot.write(values);
        plan.weightsChanged();
        plan.run();
        double total = 0;
        for (Map.Entry<String, Tensor> upstream : layer.upstream().entrySet()) {
            float[] factors = upstream.getValue().floats();
            float[] outputs = Runs.output(plan, upstream.getKey()).toFloats();
            for (int i = 0; i < factors.length; i++) {
                total += (double) factors[i] * outputs[i];
            }
        }
        return total;
    }

    private static void write(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.FLOAT32) {
            slot.write(tensor.floats());
        } else {
            slot.write(tensor.ints());
        }
    }
}
