package dev.plumb.benchmark;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.FusePostOps;
import dev.plumb.engine.pass.Pass;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Window;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The processor time of one thread for chains of element-wise ops, fused and not, in turns: over arrays for which the calls count, that fill the second cache, and that lie in memory. Arguments: rounds, 40 by default,
 * and parts of the names of chains, by default all.
 */
public final class FusionBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SIZE = 32;
    /** So long runs a round at least, in microseconds. */
    private static final double ROUND = 300;

    private FusionBenchmark() {}

    private interface Chain {
        Var of(Operands operands);
    }

    /**
     * A chain that begins with an array.
     *
     * @param width the numbers in a row
     * @param least the least array, in numbers
     */
    private record Case(String name, int width, int least, Chain chain) {}

    /** Makes the operands of a chain, each another array. */
    private static final class Operands {
        private final Trace trace;
        private final int rows;
        private final int width;
        private final List<Var> made = new ArrayList<>();

        Operands(Trace trace, int rows, int width) {
            this.trace = trace;
            this.rows = rows;
            this.width = width;
        }

        Var array() {
            return input(ArrayType.float32(rows, width));
        }

        Var row() {
            return input(ArrayType.float32(width));
        }

        Var matrix() {
            return input(ArrayType.float32(width, width));
        }

        Var images() {
            return input(ArrayType.float32(rows / SIZE / SIZE, SIZE, SIZE, width));
        }

        Var filters() {
            return input(ArrayType.float32(3, 3, width, width));
        }

        private Var input(ArrayType type) {
            Var input = trace.input("x" + made.size(), type);
            made.add(input);
            return input;
        }
    }

    private static List<Case> cases() {
        return List.of(
                chain("x a + b", in -> in.array().times(in.array()).plus(in.array())),
                chain("x a + b c - d", in -> in.array()
                        .times(in.array())
                        .plus(in.array())
                        .times(in.array())
                        .minus(in.array())),
                chain("eight operands", in -> {
                    Var sum = in.array();
                    for (int i = 0; i < 8; i++) {
                        sum = i % 2 == 0 ? sum.times(in.array()) : sum.plus(in.array());
                    }
                    return sum;
                }),
                chain("tanh(x) a + b", in -> in.array().tanh().times(in.array()).plus(in.array())),
                chain("|2 x + 1|", in -> in.array().times(2).plus(1).abs()),
                chain("x row + row", in -> in.array().times(in.row()).plus(in.row())),
                chain("relu(x W + row)", in -> product(in).relu()),
                chain("x W + row + a", in -> product(in).plus(in.array())),
                new Case("x W + row + a of 512", 512, 1 << 14, in -> product(in).plus(in.array())),
                new Case("convolution + row + a", 64, 1 << 16, in -> convolution(in)
                        .plus(in.images())),
                new Case("relu(convolution + row + a)", 64, 1 << 16, in -> convolution(in)
                        .plus(in.images())
                        .relu()));
    }

    private static Case chain(String name, Chain chain) {
        return new Case(name, 128, 1 << 10, chain);
    }

    private static Var product(Operands in) {
        return in.array().matmul(in.matrix()).plus(in.row());
    }

    private static Var convolution(Operands in) {
        List<Integer> ones = List.of(1, 1);
        return in.images()
                .apply(new Convolution(new Window(ones, ones, ones, ones), 1), in.filters())
                .plus(in.row());
    }

    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 40 : Integer.parseInt(arguments[0]);
        List<String> wanted = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        System.out.println("numbers: fused / not (microseconds and kernels of both)");
        for (Case some : cases()) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(some.name()::contains)) {
                System.out.printf("%-28s", some.name());
                for (int numbers = 1 << 10; numbers <= 1 << 24; numbers *= 4) {
                    if (numbers >= some.least()) {
                        compare(some, numbers, rounds);
                    }
                }
                System.out.println();
            }
        }
    }

    private static void compare(Case some, int numbers, int rounds) {
        List<Pass> unfused = new ArrayList<>(Passes.standard());
        unfused.remove(new FusePostOps());
        Plan apart = plan(some, numbers, unfused);
        Plan together = plan(some, numbers, Passes.standard());
        double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
        int runs = (int) Math.max(1, ROUND / Math.max(0.1, microseconds(apart, 1)));
        for (int round = 0; round < rounds; round++) {
            least[0] = Math.min(least[0], microseconds(together, runs));
            least[1] = Math.min(least[1], microseconds(apart, runs));
        }
        System.out.printf(
                "  %,d: %.2f (%.1f of %d, %.1f of %d)",
                numbers,
                least[0] / least[1],
                least[0],
                together.kernels().size(),
                least[1],
                apart.kernels().size());
        together.close();
        apart.close();
    }

    private static Plan plan(Case some, int numbers, List<Pass> passes) {
        Trace trace = new Trace();
        Operands operands = new Operands(trace, numbers / some.width(), some.width());
        trace.output("y", some.chain().of(operands));
        Program program = Passes.apply(passes, trace.finish());
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard());
        Random random = new Random(1);
        for (Var operand : operands.made) {
            FloatBuffer array = plan.slot(operand).floats();
            for (int i = 0; i < array.capacity(); i++) {
                array.put(i, random.nextFloat());
            }
        }
        plan.run();
        return plan;
    }

    private static double microseconds(Plan plan, int runs) {
        List<Kernel> kernels = plan.kernels();
        long start = THREADS.getCurrentThreadCpuTime();
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < kernels.size(); i++) {
                kernels.get(i).run();
            }
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / runs;
    }
}
