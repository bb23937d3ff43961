package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.engine.Trace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelProviderTest {

    private record Named(String label) implements Kernel {
        @Override
        public void run() {}

        @Override
        public String implementation() {
            return "none";
        }
    }

    @Test
    void whatOneDeclinesGoesToTheNextAndLeavesNoKernel() {
        KernelProvider declines = (program, kernels, whole) -> work -> {
            kernels.add(new Named("half done"), false);
            kernels.add(new Named("half done"), true);
            return false;
        };
        KernelProvider makes = (program, kernels, whole) -> work -> {
            kernels.add(new Named(work.op().label()), work.prologue());
            return true;
        };
        Plan plan = prepare(declines, makes);
        assertEquals(
                List.of("Reduce"), plan.kernels().stream().map(Kernel::label).toList());
        assertEquals(List.of(), plan.prologue());
    }

    @Test
    void partsOfWorkAreMadeByWhoeverHasThem() {
        List<String> steps = new ArrayList<>();
        KernelProvider whole = (program, kernels, all) ->
                work -> !work.isStep() && all.make(work.step(work.op(), work.inputs(), work.output(0)));
        KernelProvider parts = (program, kernels, all) -> work -> {
            steps.add(work.op().label() + (work.isStep() ? " as a step" : ""));
            return work.isStep();
        };
        prepare(whole, parts);
        assertEquals(List.of("Reduce as a step"), steps);
    }

    @Test
    void anOpThatNobodyHasIsNamed() {
        KernelProvider none = (program, kernels, whole) -> work -> false;
        UnsupportedOperationException error = assertThrows(UnsupportedOperationException.class, () -> prepare(none));
        assertEquals("no kernel for Reduce", error.getMessage());
    }

    private static Plan prepare(KernelProvider... providers) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(3));
        trace.output("sum", x.sum());
        return Plan.prepare(trace.finish(), Bindings.none(), List.of(providers));
    }
}
