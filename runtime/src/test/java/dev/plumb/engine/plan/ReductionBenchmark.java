package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.java.JavaKernels;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.Reduce;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Times the sums behind a bias gradient in both ways, and a dropout mask. Not a test: run its main. */
final class ReductionBenchmark {

    private ReductionBenchmark() {}

    public static void main(String[] arguments) {
        for (int[] shape : new int[][] {{32, 256}, {128, 256}, {32, 10}, {50_176, 32}}) {
            for (int axis = 0; axis < 2; axis++) {
                Reduce op = new Reduce(Reduce.Function.SUM, List.of(axis), false);
                Trace trace = new Trace();
                Var x = trace.input("x", ArrayType.float32(shape[0], shape[1]));
                trace.output("y", x.apply(op));
                Plan plan = Runs.prepare(trace.finish(), Bindings.none());
                Work work = new Work(
                        op,
                        List.of(Runs.input(plan, "x")),
                        List.of(Runs.output(plan, "y")),
                        List.of(0),
                        List.of(1),
                        Set.of(),
                        false);
                System.out.printf(
                        "sum of %d x %d over axis %d: product %.2f us, Java %.2f us%n",
                        shape[0],
                        shape[1],
                        axis,
                        StepBenchmark.median(plan::run),
                        StepBenchmark.median(javaKernel(work)));
            }
        }
        Trace trace = new Trace();
        Var seed = trace.input("seed", ArrayType.int32());
        trace.output("mask", seed.apply(new DropoutMask(0.2f, List.of(12_288), 1)));
        Plan plan = Runs.prepare(trace.finish(), Bindings.none());
        System.out.printf("dropout mask of 12,288: %.2f us%n", StepBenchmark.median(plan::run));
    }

    private static Kernel javaKernel(Work work) {
        KernelList kernels = new KernelList(new PlanResources(1));
        Program program = new Program(List.of(), List.of(), List.of(), Map.of());
        new JavaKernels().start(program, kernels, step -> false).make(work);
        return kernels.main().get(0);
    }
}
