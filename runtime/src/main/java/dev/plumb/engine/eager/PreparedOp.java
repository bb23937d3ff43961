package dev.plumb.engine.eager;

import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan of one op, with views of what is copied in before each run and out after it. What is not copied is bound where it lies. */
final class PreparedOp {
    /** The least that a plan takes beside its arrays, in objects of oneDNN and of Java. */
    private static final long LEAST_BYTES = 8 << 10;

    private final Plan plan;
    private final @Nullable ByteBuffer[] operands;
    private final @Nullable ByteBuffer[] results;

    /** A plan whose operands and results are all bound. */
    PreparedOp(Plan plan, int operands, int results) {
        this.plan = plan;
        this.operands = new ByteBuffer[operands];
        this.results = new ByteBuffer[results];
    }

    /** An operand is copied to the plan's memory. */
    void copyOperand(int index, Slot slot) {
        operands[index] = slot.borrowBytes();
    }

    /** A result is copied out of the plan's memory. */
    void copyResult(int index, Slot slot) {
        results[index] = slot.borrowBytes();
    }

    /** The memory that it takes, in bytes. */
    long bytes() {
        return plan.nativeBytes() + LEAST_BYTES;
    }

    void run(List<Place> from, List<Place> to) {
        for (int i = 0; i < operands.length; i++) {
            ByteBuffer target = operands[i];
            if (target != null) {
                from.get(i).copyTo(target);
            }
        }
        plan.run();
        for (int i = 0; i < results.length; i++) {
            ByteBuffer source = results[i];
            if (source != null) {
                to.get(i).copyFrom(source);
            }
        }
    }

    void release() {
        plan.release();
    }
}
