package dev.plumb.layer;

import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Recurrent layers in a loop beside the same step by step: kernels, time to plan, native memory, and processor time of a run on one thread, the least of
 * many rounds in turns. Arguments: units, then numbers of steps.
 */
final class LoopBenchmark {
    private static final int BATCH = 32;
    private static final int ROUNDS = 25;
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();

    private LoopBenchmark() {}

    public static void main(String[] arguments) {
        int units = arguments.length == 0 ? 64 : Integer.parseInt(arguments[0]);
        List<Integer> lengths = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            lengths.add(Integer.parseInt(arguments[i]));
        }
        Map<String, RecurrentSpec> layers = new LinkedHashMap<>();
        layers.put("SimpleRNN", Layers.simpleRNN(units));
        layers.put(
                "GRU, reset before",
                Layers.gru(units).resetAfter(false).recurrentActivation(ActivationFunction.SIGMOID));
        layers.put("LSTM, recurrent dropout", Layers.lstm(units).recurrentDropout(0.2));
        layers.put("LSTM, hard sigmoid", Layers.lstm(units).recurrentActivation(ActivationFunction.HARD_SIGMOID));
        layers.forEach((name, layer) -> {
            for (int time : lengths.isEmpty() ? List.of(2, 50, 100) : lengths) {
                for (boolean training : new boolean[] {false, true}) {
                    measure(name, layer, time, training);
                }
            }
        });
    }

    private record Case(String name, Plan plan, double planning) {}

    private static void measure(String name, RecurrentSpec layer, int time, boolean training) {
        List<Case> cases = new ArrayList<>();
        for (boolean masked : new boolean[] {false, true}) {
            for (boolean loop : new boolean[] {false, true}) {
                if (loop || time <= 200) {
                    long begin = TIMES.getCurrentThreadCpuTime();
                    Plan plan = plan(layer, time, training, masked, loop);
                    double planning = (TIMES.getCurrentThreadCpuTime() - begin) / 1e6;
                    cases.add(new Case((loop ? "loop " : "steps") + (masked ? ", masked" : ""), plan, planning));
                }
            }
        }
        double[] least = new double[cases.size()];
        java.util.Arrays.fill(least, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < least.length; i++) {
                long begin = TIMES.getCurrentThreadCpuTime();
                int runs = Math.max(1, 200 / time);
                for (int run = 0; run < runs; run++) {
                    cases.get(i).plan().run();
                }
                least[i] = Math.min(least[i], (TIMES.getCurrentThreadCpuTime() - begin) / 1e3 / runs);
            }
        }
        for (int i = 0; i < least.length; i++) {
            Plan plan = cases.get(i).plan();
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %4d steps %s %-13s %5d kernels, planned in %7.0f ms, %6.1f MB, %9.0f us, %6.2f a step%n",
                    name,
                    time,
                    training ? "training  " : "predicting",
                    cases.get(i).name(),
                    plan.kernels().size(),
                    cases.get(i).planning(),
                    plan.nativeBytes() / 1e6,
                    least[i],
                    least[i] / time);
            plan.close();
        }
    }

    private static Plan plan(RecurrentSpec layer, int time, boolean training, boolean masked, boolean loop) {
        Trace trace = new Trace();
        int features = layer.units();
        Var x = trace.input("x", ArrayType.float32(BATCH, time, features));
        Optional<Var> mask =
                masked ? Optional.of(trace.input("mask", ArrayType.float32(BATCH, time))) : Optional.empty();
        TracedContext context = new TracedContext(trace, layer, TensorType.floats(time, features), mask, training);
        Reading reading = loop
                ? RecurrentLayers.readInLoop(layer, context, List.of(x))
                : RecurrentLayers.readStepByStep(layer, context, List.of(x));
        if (training) {
            List<Var> weights = new ArrayList<>(context.weights().values());
            weights.add(x);
            Var weighed =
                    reading.sequence().times(trace.input("upstream", ArrayType.float32(BATCH, time, layer.units())));
            List<Var> gradients = Gradients.of(weighed.sum(), weights);
            for (int i = 0; i < gradients.size(); i++) {
                trace.output("gradient " + i, gradients.get(i));
            }
        } else {
            trace.output("sequence", reading.sequence());
        }
        Program program = Passes.optimize(trace.finish());
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard(), 1);
        Random random = new Random(4);
        for (Value.Kind kind : new Value.Kind[] {Value.Kind.INPUT}) {
            program.values(kind).forEach(input -> {
                float[] numbers = new float[input.type().elements()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = input.label().equals("mask")
                            ? (i % time < time * (i / time + 1) / BATCH ? 1 : 0)
                            : (float) random.nextGaussian() * 0.06f;
                }
                Runs.input(plan, input.label()).write(numbers);
            });
        }
        return plan;
    }
}
