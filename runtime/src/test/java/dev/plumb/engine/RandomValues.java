package dev.plumb.engine;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Numbers for what a program reads: the same for the same label. */
public final class RandomValues {

    private RandomValues() {}

    /** The values that come from outside: inputs, then weights. */
    public static List<Value> fromOutside(Program program) {
        List<Value> values = new ArrayList<>(program.values(Value.Kind.INPUT));
        values.addAll(program.values(Value.Kind.WEIGHT));
        return values;
    }

    /** Fills inputs and weights. */
    public static void fill(Plan plan) {
        for (Value value : fromOutside(plan.program())) {
            Slot slot = plan.slot(new Var(new Trace(), value.id(), value.type()));
            if (value.type().dtype() == DType.FLOAT32) {
                slot.write(floats(value));
            } else {
                slot.write(ints(value));
            }
        }
    }

    /** What is a variance or a sum of squares is not negative. */
    public static float[] floats(Value value) {
        Random random = random(value);
        boolean signed = !value.label().contains("variance") && !value.label().contains("velocity");
        float[] numbers = new float[value.type().elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - (signed ? 0.5f : 0);
        }
        return numbers;
    }

    /** An id that every table has, a class that every loss knows. */
    public static int[] ints(Value value) {
        return random(value).ints(value.type().elements(), 0, 2).toArray();
    }

    private static Random random(Value value) {
        return new Random(value.label().hashCode());
    }
}
