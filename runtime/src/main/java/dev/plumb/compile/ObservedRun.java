package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Copy;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is run forward once, in inference and on one thread, and is watched: it gives what its layers in code gave, at any depth, and its
 * outputs.
 */
public final class ObservedRun {
    /** A part that is called in each step of a loop is watched in its first calls. */
    private static final int MOST_CALLS = 8;

    private ObservedRun() {}

    /**
     * A value that was seen.
     *
     * @param name of a layer in code its path, {@code hidden/gate}, with the output if it has several, {@code split.high}, and the number of the
     *     call after the first, {@code cell#2}; of an output of the model its name
     * @param code the class of the code; empty for an output of the model
     * @param numbers row by row, all examples; whole numbers and truths are floats here. To be read before {@link Reader} returns
     */
    public record Seen(String name, Optional<Class<?>> code, FloatBuffer numbers) {}

    /** What looks at the values while they are there. */
    public interface Reader<R> {
        /** Layers in code in the order in which they ended, then the outputs of the model. */
        R read(List<Seen> seen);
    }

    /** What of a value is known before it is computed. */
    private record Watched(String name, Optional<Class<?>> code, Var value) {}

    /**
     * Runs a graph.
     *
     * @param sizes of its symbolic axes
     * @param inputs in the order of the graph, each of 4 bytes an element: floats, or whole numbers
     * @throws RuntimeException if an op refuses the numbers, such as an id beyond a table
     */
    public static <R> R of(
            Graph graph,
            WeightStore weights,
            Map<String, Long> sizes,
            int examples,
            List<ByteBuffer> inputs,
            Reader<R> reader) {
        Sizes all = new Sizes(examples, sizes, 1);
        Graph bound = all.bind(graph);
        Trace trace = new Trace();
        trace.origins().watchSteps();
        TracedGraph traced = TracedGraph.of(bound, trace, examples, false);
        List<Watched> watched = watched(bound, traced);
        watched.forEach(one -> trace.output(one.name(), one.value()));
        PredictProgram program = new PredictProgram(
                Passes.optimize(trace.finish()),
                traced.inputs(),
                traced.dropoutSeed(),
                traced.weights(),
                Map.of(),
                watched.stream().map(Watched::value).toList());
        PredictPlan plan = new KernelPredictPlan(program, weights, all);
        try {
            for (int i = 0; i < inputs.size(); i++) {
                if (plan.isFloat(i)) {
                    plan.input(i)
                            .put(
                                    0,
                                    inputs.get(i).asFloatBuffer(),
                                    0,
                                    plan.input(i).capacity());
                } else {
                    plan.inputInts(i)
                            .put(
                                    0,
                                    inputs.get(i).asIntBuffer(),
                                    0,
                                    plan.inputInts(i).capacity());
                }
            }
            plan.seed(0);
            plan.run();
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < watched.size(); i++) {
                seen.add(new Seen(watched.get(i).name(), watched.get(i).code(), plan.output(i)));
            }
            return reader.read(seen);
        } finally {
            plan.close();
        }
    }

    private static List<Watched> watched(Graph graph, TracedGraph traced) {
        List<Watched> watched = new ArrayList<>();
        Map<String, Integer> calls = new LinkedHashMap<>();
        for (TracedGraph.Ran ran : traced.ran()) {
            int call = calls.merge(ran.path(), 1, Integer::sum);
            for (int i = 0; call <= MOST_CALLS && i < ran.outputs().size(); i++) {
                String output = ran.outputs().size() == 1
                        ? ""
                        : "." + ran.layer().outputNames().get(i);
                String name = ran.path() + output + (call == 1 ? "" : "#" + call);
                watched.add(new Watched(
                        name, Optional.of(ran.code()), copy(ran.outputs().get(i))));
            }
        }
        for (Graph.Output output : graph.outputs()) {
            watched.add(new Watched(
                    output.name(),
                    Optional.empty(),
                    copy(traced.prediction(output).value())));
        }
        return watched;
    }

    /** A copy: a value may be an input, or be seen twice. */
    private static Var copy(Var value) {
        return value.cast(DType.FLOAT32).apply(new Copy());
    }
}
