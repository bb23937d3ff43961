package dev.plumb.compile;

import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.Map;

/** Where a plan takes what stateful layers keep, and where it leaves that: of a part of a batch, or of all of it. Copying allocates nothing from the second batch on. */
final class StatePorts {
    private final String[] paths;
    private final ArrayType[] types;
    private final FloatBuffer[] before;
    private final FloatBuffer[] after;

    StatePorts(Map<String, CarriedState> states, Plan plan) {
        this.paths = states.keySet().toArray(new String[0]);
        this.types = new ArrayType[paths.length];
        this.before = new FloatBuffer[paths.length];
        this.after = new FloatBuffer[paths.length];
        int index = 0;
        for (CarriedState state : states.values()) {
            types[index] = state.before().type();
            before[index] = plan.slot(state.before()).borrowFloats();
            after[index] = plan.output(state.after()).borrowFloats();
            index++;
        }
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return paths.length == 0;
    }

    /** Takes those of one of so many equal parts of a batch. */
    void read(RecurrentStates states, int part, int parts) {
        for (int i = 0; i < paths.length; i++) {
            states.read(paths[i], types[i], part, parts, before[i]);
        }
    }

    /** Leaves those of one of so many equal parts of a batch. */
    void write(RecurrentStates states, int part, int parts) {
        for (int i = 0; i < paths.length; i++) {
            states.write(paths[i], types[i], part, parts, after[i]);
        }
    }
}
