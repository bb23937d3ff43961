package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.schedule.LearningRateSchedule;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Planning that fails in the middle, for want of a kernel or of memory, gives back what it had taken by then. */
final class FailedPlanningTest {
    private static final int BATCH = 2;

    /** Programs whose plans have plans or memory within them. */
    private enum Planned {
        LOOP {
            @Override
            Program program() {
                return step(over(
                        6,
                        (g, x) -> g.apply(
                                "read", Layers.gru(4).recurrentDropout(0.5).returnSequences(true), x)));
            }
        },
        TILED_ATTENTION {
            @Override
            Program program() {
                return step(over(512, (g, x) -> g.apply("seen", Layers.multiHeadAttention(2, 4), x, x)));
            }
        },
        DECODING {
            @Override
            Program program() {
                Graph graph = over(
                        300,
                        (g, x) ->
                                g.apply("seen", Layers.multiHeadAttention(2, 4).useCausalMask(true), x, x));
                return DecodeProgram.of(TimeAxis.of(graph, Map.of()), Map.of(), BATCH, 1, 256, LayerPrecisions.NONE)
                        .program();
            }
        };

        abstract Program program();
    }

    private interface Layer {
        Wire on(GraphBuilder g, Wire x);
    }

    private static Graph over(int steps, Layer layer) {
        GraphBuilder g = GraphBuilder.named("Failing");
        Wire out = g.apply("out", Layers.dense(3), layer.on(g, g.input("x", steps, 8)));
        return g.output(out, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    private static List<OutputTraining> outputs() {
        return List.of(new OutputTraining("out", Losses.meanSquaredError(), 1, List.of()));
    }

    private static Program step(Graph graph) {
        WeightStore weights = WeightStore.initialized(graph, 1);
        return StepProgram.training(graph, outputs(), weights, new Sizes(BATCH, Map.of(), 1), new Trace())
                .program();
    }

    /** Throws instead of making some kernel, counted from 0 over the plan and the plans in it. */
    private static final class Refusing implements KernelProvider {
        private final int at;
        private final Throwable failure;
        private int made;

        Refusing(int at, Throwable failure) {
            this.at = at;
            this.failure = failure;
        }

        @Override
        public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
            return work -> {
                if (made++ == at) {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                }
                return false;
            };
        }
    }

    private static Plan plan(Program program, Refusing refusing) {
        List<KernelProvider> providers = new ArrayList<>(List.of(refusing));
        providers.addAll(KernelProviders.standard());
        return Plan.prepare(program, Bindings.none(), providers);
    }

    @ParameterizedTest
    @EnumSource
    void eachKernelThatFailsLeavesNothingBehind(Planned planned) {
        Program program = planned.program();
        Refusing none = new Refusing(-1, new IllegalStateException());
        Plan whole = plan(program, none); // stays: what all plans share, it holds
        assertTrue(none.made > 5, () -> none.made + " kernels");
        for (int at = 0; at < none.made; at += 1 + none.made / 40) {
            assertFreed(program, at, new UnsupportedOperationException("no such kernel"));
            assertFreed(program, at, new OutOfMemoryError("no 1 bytes of native memory"));
        }
        whole.close();
    }

    @Test
    void theProgramsHaveWhatTheyAreHereFor() {
        assertTrue(Planned.LOOP.program().instructions().stream().anyMatch(each -> each.op() instanceof Loop));
        assertTrue(Planned.TILED_ATTENTION.program().instructions().stream()
                .anyMatch(each -> each.op() instanceof ScaledDotProductAttention op && !op.keepsWeights()));
    }

    private static void assertFreed(Program program, int at, Throwable failure) {
        long before = Storage.held();
        assertSame(
                failure, assertThrows(failure.getClass(), () -> plan(program, new Refusing(at, failure))), "at " + at);
        long held = Storage.held();
        assertTrue(held <= before, () -> "kernel " + at + ": " + held + " bytes are held, and were " + before);
    }

    @Test
    void aPartOfADividedStepThatFailsLeavesNothingOfTheOthers() {
        Graph graph = over(6, (g, x) -> x);
        Graph other = over(6, (g, x) -> g.apply("unknown", Layers.dense(8), x));
        WeightStore weights = WeightStore.initialized(graph, 1);
        WeightStore others = WeightStore.initialized(other, 1);
        Storage gradients = Storage.ofFloats(weights.trainableElements());
        Function<Share, StepProgram> second = share -> StepProgram.training(
                share.index() == 1 ? other : graph,
                outputs(),
                share.index() == 1 ? others : weights,
                new Sizes(BATCH, Map.of(), 1),
                new Trace(),
                false,
                share);
        long before = Storage.held();
        assertThrows(
                IllegalArgumentException.class,
                () -> new DividedStep(
                        second, new Division(2, 1), outputs(), weights, Optional.of(new GradientArray(gradients))));
        long held = Storage.held();
        long fed = 4L * 2 * BATCH * 6 * (8 + 3) + 64 * 4; // data sets may keep buffers of what a step is fed
        assertTrue(held <= before + fed, () -> held + " bytes are held, and were " + before);
    }

    @Test
    void closedTwiceIsClosedOnceAndAClosedStepDoesNotRun() {
        Graph graph = over(
                6, (g, x) -> g.apply("read", Layers.gru(4).recurrentDropout(0.5).returnSequences(true), x));
        WeightStore weights = WeightStore.initialized(graph, 1);
        for (int threads : new int[] {1, 2}) {
            Storage gradients = Storage.ofFloats(weights.trainableElements());
            StepPlan step =
                    StepPlan.training(graph, outputs(), weights, gradients, new Sizes(16 * BATCH, Map.of(), threads));
            assertEquals(threads, step.stretches().get(0).lanes().size());
            step.run(1);
            step.close();
            long held = Storage.held();
            step.close();
            assertTrue(Storage.held() <= held);
            assertEquals(
                    "this plan is closed",
                    assertThrows(IllegalStateException.class, () -> step.run(2)).getMessage());
        }
    }

    /** Gives the rule of Adam for the first ranges, and none for the one after them. */
    private static final class RuleOfSome implements Optimizer {
        private final Optimizer adam = Adam.of();
        private final UnsupportedOperationException failure = new UnsupportedOperationException("no such rule");
        private int left;

        RuleOfSome(int ranges) {
            left = ranges;
        }

        @Override
        public String name() {
            return "some";
        }

        @Override
        public LearningRateSchedule learningRate() {
            return adam.learningRate();
        }

        @Override
        public List<String> slots() {
            return adam.slots();
        }

        @Override
        public List<String> scalars() {
            return adam.scalars();
        }

        @Override
        public Update update(State state) {
            if (left-- == 0) {
                throw failure;
            }
            return adam.update(state);
        }
    }

    @Test
    void anUpdateThatFailsLeavesNothingOfItsPlans() {
        Graph graph = over(6, (g, x) -> g.apply("wide", Layers.dense(64), x));
        WeightStore weights = WeightStore.initialized(graph, 1);
        Threads threads = new Threads();
        UpdatePlan whole = new UpdatePlan(new RuleOfSome(Integer.MAX_VALUE), weights, threads, 128);
        assertTrue(whole.plans().size() > 3); // stay: what all plans share, they hold
        for (int ranges = 0; ranges < 4; ranges++) {
            RuleOfSome optimizer = new RuleOfSome(ranges);
            UpdatePlan update = new UpdatePlan(optimizer, weights, threads, 128);
            long before = Storage.held();
            assertSame(optimizer.failure, assertThrows(UnsupportedOperationException.class, update::plans));
            long held = Storage.held();
            assertTrue(held <= before, () -> held + " bytes are held, and were " + before);
        }
        whole.close();
    }
}
