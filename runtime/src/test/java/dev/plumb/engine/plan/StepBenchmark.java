package dev.plumb.engine.plan;

import com.sun.management.ThreadMXBean;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Times Adam and a training step of 784-256-128-10, each kernel alone and the loop. Not a test: run its main. Pass the batch
 * size.
 */
final class StepBenchmark {

    private static final int[] SIZES = {784, 256, 128, 10};

    private StepBenchmark() {}

    public static void main(String[] arguments) {
        int batch = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
        Plan adam = Runs.prepare(Passes.optimize(PlanTest.adam(235_146)), Bindings.none());
        Runs.input(adam, "alpha").write(0.001f);
        report("Adam over 235,146", adam);

        int parameters = 0;
        for (int layer = 0; layer + 1 < SIZES.length; layer++) {
            parameters += SIZES[layer] * SIZES[layer + 1] + SIZES[layer + 1];
        }
        Storage weights = Storage.ofFloats(parameters);
        Storage gradients = Storage.ofFloats(parameters);
        Random random = new Random(1);
        for (int index = 0; index < parameters; index++) {
            weights.floats().put(index, (float) random.nextGaussian() * 0.05f);
        }
        Plan step = step(batch, weights, gradients);
        for (int index = 0; index < batch * SIZES[0]; index++) {
            Runs.input(step, "x").floats().put(index, random.nextFloat());
        }
        report("gradients, batch " + batch, step);
        report("one step", step, adam);
    }

    private static Plan step(int batch, Storage weights, Storage gradients) {
        Trace trace = new Trace();
        Var h = trace.input("x", ArrayType.float32(batch, SIZES[0]));
        Var labels = trace.input("labels", ArrayType.int32(batch));
        List<Var> trainable = new ArrayList<>();
        Bindings bindings = Bindings.none();
        for (int layer = 0; layer + 1 < SIZES.length; layer++) {
            Var kernel = trace.weight("kernel" + layer, ArrayType.float32(SIZES[layer], SIZES[layer + 1]));
            Var bias = trace.weight("bias" + layer, ArrayType.float32(SIZES[layer + 1]));
            h = h.matmul(kernel).plus(bias);
            h = layer + 2 < SIZES.length ? h.relu() : h;
            trainable.add(kernel);
            trainable.add(bias);
        }
        Var loss = h.logSoftmax(-1).pickLast(labels).mean().negated();
        trace.output("loss", loss);
        List<Var> slopes = Gradients.of(loss, trainable);
        long offset = 0;
        for (int index = 0; index < trainable.size(); index++) {
            bindings =
                    bindings.weight(trainable.get(index), weights, offset).output(slopes.get(index), gradients, offset);
            trace.output("gradient" + index, slopes.get(index));
            offset += trainable.get(index).type().bytes();
        }
        return Runs.prepare(Passes.optimize(trace.finish()), bindings.withChangingWeights());
    }

    private static void report(String title, Plan... plans) {
        System.out.println(title);
        double sum = 0;
        for (Plan plan : plans) {
            for (Kernel kernel : plan.kernels()) {
                double micros = median(kernel);
                sum += micros;
                System.out.printf("  %8.2f us  %s%n", micros, kernel.label());
            }
        }
        Runnable all = () -> {
            for (Plan plan : plans) {
                plan.run();
            }
        };
        double loop = median(all);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int run = 0; run < 1000; run++) {
            all.run();
        }
        double allocated = (threads.getThreadAllocatedBytes(id) - before) / 1000.0;
        System.out.printf(
                "  sum of kernels %.1f us, loop %.1f us (%.2f x), %.1f bytes of heap per run%n",
                sum, loop, loop / sum, allocated);
    }

    static double median(Runnable work) {
        long deadline = System.nanoTime() + 150_000_000L;
        while (System.nanoTime() < deadline) {
            work.run();
        }
        double[] times = new double[51];
        for (int sample = 0; sample < times.length; sample++) {
            int runs = 20;
            long begin = System.nanoTime();
            for (int run = 0; run < runs; run++) {
                work.run();
            }
            times[sample] = (System.nanoTime() - begin) / 1000.0 / runs;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
