package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import java.util.List;
import java.util.OptionalInt;

/** Where kernels come from: a library or code of our own. A plan gets a list of them; what one declines goes to the next. Thread safe. */
public interface KernelProvider {

    /**
     * Starts on the kernels of one plan.
     *
     * @param program what the plan runs
     * @param kernels where the kernels go
     * @param whole all of the plan's providers, for work that is only a part of what this one does
     */
    KernelMaker start(Program program, KernelList kernels, KernelMaker whole);

    /**
     * How long the note is that this provider's kernels keep in a recurrence for its gradient, in numbers of float32. Empty if it has no
     * kernels for it.
     *
     * @param operands the types of the op's operands
     * @param threads among how many threads the kernels divide their work
     */
    default OptionalInt noteLength(Recurrence op, List<ArrayType> operands, int threads) {
        return OptionalInt.empty();
    }
}
