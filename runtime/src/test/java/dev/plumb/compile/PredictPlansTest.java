package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class PredictPlansTest {
    private static final Graph GRAPH =
            SequentialBuilder.named("Small", 8).add(Layers.dense(4)).build();

    private final Execution execution = new Execution();
    private final PredictPlans plans = new PredictPlans(GRAPH, WeightStore.initialized(GRAPH, 1), execution, 3);

    @Test
    void aBurstOfThreadsIsServedByFewPlans() throws InterruptedException {
        Set<PredictPlan> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<Thread> burst = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            burst.add(new Thread(() -> {
                Sizes sizes = plans.sizes(16, Map.of());
                PredictPlan plan = plans.acquire(sizes);
                seen.add(plan);
                plan.run();
                plans.release(sizes, plan);
            }));
        }
        burst.forEach(Thread::start);
        for (Thread thread : burst) {
            thread.join();
        }
        assertTrue(seen.size() <= 3, seen.size() + " plans");
        assertEquals(seen.stream().mapToLong(PredictPlan::nativeBytes).sum(), plans.idleBytes());
    }

    @Test
    void anotherNumberOfThreadsIsAnotherPlan() {
        Sizes sizes = plans.single();
        PredictPlan plan = plans.acquire(sizes);
        plans.release(sizes, plan);
        assertSame(plan, plans.acquire(plans.single()));
        plans.release(sizes, plan);
        execution.threads().choose(2);
        assertNotSame(plan, plans.acquire(plans.single()));
    }

    static boolean hasSeveralCores() {
        return Threads.cores() > 1;
    }

    /** Two plans that each divide their kernels among all cores would wait for each other. */
    @Test
    @EnabledIf("hasSeveralCores")
    void whoPredictsWhileAnotherDoesLeavesTheOtherCoresToIt() {
        Graph image = SequentialBuilder.named("Image", 96, 96, 3)
                .add(Layers.conv2D(64, 3, 3))
                .add(Layers.conv2D(24, 3, 3))
                .build();
        PredictPlans large = new PredictPlans(image, WeightStore.initialized(image, 1), execution, 3);
        Sizes sizes = large.single();
        PredictPlan first = large.acquire(sizes);
        PredictPlan second = large.acquire(sizes);
        assertEquals(Threads.cores(), first.threads());
        assertEquals(1, second.threads());
        float[] numbers = Runs.random(1, 96, 96, 3).numbers();
        assertArrayEquals(outputs(first, numbers), outputs(second, numbers));
        large.release(sizes, second);
        large.release(sizes, first);
        assertSame(first, large.acquire(sizes));
        assertSame(second, large.acquire(sizes));
        large.release(sizes, first);
        large.release(sizes, second);
    }

    private static float[] outputs(PredictPlan plan, float[] numbers) {
        plan.input(0).put(0, numbers);
        plan.run();
        float[] outputs = new float[plan.output(0).capacity()];
        plan.output(0).get(0, outputs);
        return outputs;
    }
}
