package dev.plumb.engine;

import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.DType;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Traces a function, runs it on arrays and gives the numbers back. */
public final class Runs {

    private Runs() {}

    /** An operand: its type and its numbers. */
    public static final class Array {
        private final ArrayType type;
        private final float[] numbers;

        public Array(ArrayType type, float[] numbers) {
            this.type = type;
            this.numbers = numbers;
        }

        public ArrayType type() {
            return type;
        }

        public float[] numbers() {
            return numbers;
        }
    }

    public static Array array(List<Integer> shape, float... numbers) {
        return new Array(new ArrayType(DType.FLOAT32, shape), numbers);
    }

    /** Numbers from -1 to 1, never close to 0, where many functions have a kink. */
    public static Array random(long seed, Integer... shape) {
        ArrayType type = ArrayType.float32(shape);
        Random random = new Random(seed);
        float[] numbers = new float[type.elements()];
        for (int index = 0; index < numbers.length; index++) {
            float number = random.nextFloat() * 0.85f + 0.15f;
            numbers[index] = random.nextBoolean() ? number : -number;
        }
        return new Array(type, numbers);
    }

    public static Array positive(long seed, Integer... shape) {
        Array array = random(seed, shape);
        for (int index = 0; index < array.numbers().length; index++) {
            array.numbers()[index] = Math.abs(array.numbers()[index]);
        }
        return array;
    }

    public static float[] run(Function<List<Var>, Var> function, Array... operands) {
        return run(function, true, operands);
    }

    public static float[] run(Function<List<Var>, Var> function, boolean optimized, Array... operands) {
        Trace trace = new Trace();
        trace.output("result", function.apply(inputs(trace, operands)));
        Plan plan = plan(trace.finish(), optimized, operands);
        plan.run();
        return output(plan, "result").toFloats();
    }

    public static List<Var> inputs(Trace trace, Array... operands) {
        List<Var> inputs = new ArrayList<>();
        for (int index = 0; index < operands.length; index++) {
            inputs.add(trace.input("operand" + index, operands[index].type()));
        }
        return inputs;
    }

    /** A program prepared as it is, with the kernels that products have. */
    public static Plan prepare(Program program, Bindings bindings) {
        return Plan.prepare(program, bindings, KernelProviders.standard());
    }

    public static Plan plan(Program program, boolean optimized, Array... operands) {
        Plan plan = prepare(optimized ? Passes.optimize(program) : program, Bindings.none());
        for (int index = 0; index < operands.length; index++) {
            input(plan, "operand" + index).write(operands[index].numbers());
        }
        return plan;
    }

    /** Where the input of a label is to be written. */
    public static Slot input(Plan plan, String label) {
        return slot(plan, Value.Kind.INPUT, label);
    }

    /** Where the weight of a label lies. */
    public static Slot weight(Plan plan, String label) {
        return slot(plan, Value.Kind.WEIGHT, label);
    }

    /** Where the output of a label lies after a run. */
    public static Slot output(Plan plan, String label) {
        return plan.program().outputs().stream()
                .filter(output -> output.label().equals(label))
                .map(output -> plan.output(variable(plan, output.recorded())))
                .findFirst()
                .orElseThrow();
    }

    private static Slot slot(Plan plan, Value.Kind kind, String label) {
        return plan.program().values(kind).stream()
                .filter(value -> value.label().equals(label))
                .map(value -> plan.slot(variable(plan, value.id())))
                .findFirst()
                .orElseThrow();
    }

    /** The variable of an id, for those who have a program without its trace. */
    private static Var variable(Plan plan, int id) {
        return new Var(new Trace(), id, plan.program().value(id).type());
    }
}
