package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.QuantizationStep;
import dev.plumb.ops.op.Quantize;
import dev.plumb.ops.op.Reshape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Multiplies by weights in whole numbers from -127 to 127: each column of the weights has a step of its own, and each row of what is multiplied by them, so that a row has the
 * same result beside whatever others. The sums are exact; they become float32 when they are multiplied by the steps of column and row, and what follows is float32. For
 * predictions: it has no gradient.
 *
 * @param chosen whether it is to be done where a value is made, by the value
 */
public record QuantizeProducts(IntPredicate chosen) implements Pass {
    /** Below, nothing is gained: the rows have to be looked at first. docs/precision.md has the numbers. */
    private static final int LEAST_WEIGHTS = 1 << 17;

    /** Fewer columns do not fill a vector register. */
    private static final int LEAST_COLUMNS = 16;

    /** So many products of 127 and 127 are an int. */
    private static final int MOST_ROWS = Integer.MAX_VALUE / (QuantizationStep.LARGEST * QuantizationStep.LARGEST);

    @Override
    public Program apply(Program program) {
        Quantizing quantizing = new Quantizing(program);
        program.instructions().forEach(quantizing::add);
        return quantizing.finish();
    }

    private final class Quantizing {
        private static final Binary TIMES = new Binary(BinaryFunction.MULTIPLY);

        private final Program program;
        private final StableValues stable;
        private final List<Value> values;
        private final List<Instruction> instructions = new ArrayList<>();
        /** What was made of values, by op and operands. */
        private final Map<Instruction, Integer> known = new HashMap<>();

        Quantizing(Program program) {
            this.program = program;
            this.stable = new StableValues(program);
            this.values = new ArrayList<>(program.values());
        }

        void add(Instruction instruction) {
            if (stable.add(instruction)
                    || !(instruction.op() instanceof MatMul product)
                    || !chosen.test(instruction.output())
                    || !isWorthIt(product, instruction)) {
                instructions.add(instruction);
                return;
            }
            int row = instruction.inputs().get(0);
            int weights = instruction.inputs().get(1);
            int rowStep = made(new QuantizationStep(-1), row);
            int columnStep = made(new QuantizationStep(product.transposeB() ? -1 : -2), weights);
            int sums = made(product, made(new Quantize(), row, rowStep), made(new Quantize(), weights, columnStep));
            int columns = made(new Reshape(List.of(type(columnStep).elements())), columnStep);
            int scaled = made(TIMES, sums, columns);
            instructions.add(new Instruction(TIMES, List.of(scaled, rowStep), instruction.outputs()));
        }

        private boolean isWorthIt(MatMul product, Instruction instruction) {
            int weights = instruction.inputs().get(1);
            ArrayType type = type(weights);
            return stable.contains(weights)
                    && type.rank() == 2
                    && !product.transposeA()
                    && type.elements() >= LEAST_WEIGHTS
                    && type.size(product.transposeB() ? 0 : 1) >= LEAST_COLUMNS
                    && type.size(product.transposeB() ? 1 : 0) <= MOST_ROWS
                    && !type.narrow();
        }

        /** Once for all that read it. */
        private int made(Op op, Integer... operands) {
            Instruction key = new Instruction(op, List.of(operands), List.of());
            Integer made = known.get(key);
            if (made == null) {
                made = values.size();
                List<ArrayType> types = key.inputs().stream().map(this::type).toList();
                values.add(Value.temporary(made, op.infer(types).get(0)));
                instructions.add(new Instruction(op, key.inputs(), List.of(made)));
                known.put(key, made);
            }
            return made;
        }

        private ArrayType type(int id) {
            return values.get(id).type();
        }

        Program finish() {
            return new Program(values, instructions, program.outputs(), program.assignments());
        }
    }
}
