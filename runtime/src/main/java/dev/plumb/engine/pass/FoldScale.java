package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the weights of a matrix product or convolution by the scale of its results, instead of the results, where that scale follows from weights alone:
 * a batch normalization that predicts disappears in the convolution before it. {@code (x * W + b) s + t} becomes {@code x * (W s) + (b s + t)}. For programs that are run more
 * often than their weights change.
 */
public record FoldScale() implements Pass {
    /** The scaled weights take memory in each plan; beyond this only where they are fewer than the results that they save a pass over. */
    private static final long MOST_WEIGHTS = 1 << 18;

    @Override
    public Program apply(Program program) {
        Folding folding = new Folding(program);
        program.instructions().forEach(folding::add);
        return folding.finish();
    }

    private static final class Folding {
        private static final Binary TIMES = new Binary(BinaryFunction.MULTIPLY);
        private static final Binary PLUS = new Binary(BinaryFunction.ADD);

        private final Program program;
        private final Uses uses;
        private final List<Value> values;
        private final StableValues stable;
        /** What rounded values are made from. */
        private final Map<Integer, Integer> wide = new HashMap<>();
        /** Products, and sums of a product and a stable vector, may be replaced. */
        private final Rewriting rewriting = new Rewriting();

        Folding(Program program) {
            this.program = program;
            this.uses = new Uses(program);
            this.values = new ArrayList<>(program.values());
            this.stable = new StableValues(program);
        }

        void add(Instruction instruction) {
            if (!stable.add(instruction)
                    && (is(BinaryFunction.MULTIPLY, instruction) || is(BinaryFunction.ADD, instruction))) {
                for (int position = 0; position < 2; position++) {
                    int result = instruction.inputs().get(position);
                    int vector = instruction.inputs().get(1 - position);
                    if (stable.contains(vector) && uses.isSingle(result) && isVector(vector, result)) {
                        boolean isDone = is(BinaryFunction.MULTIPLY, instruction)
                                ? multiply(result, vector, instruction)
                                : plus(result, vector, instruction);
                        if (isDone) {
                            return;
                        }
                    }
                }
            }
            if (instruction.op() instanceof Narrow) {
                wide.put(instruction.output(), instruction.inputs().get(0));
            }
            rewriting.add(instruction, isProduct(instruction));
        }

        private static boolean is(BinaryFunction function, Instruction instruction) {
            return instruction.op() instanceof Binary binary && binary.function() == function;
        }

        /** A product, or a sum with one, is multiplied. */
        private boolean multiply(int result, int scale, Instruction multiplication) {
            Instruction made = rewriting.producer(result);
            if (made == null) {
                return false;
            }
            boolean isBare = isProduct(made);
            @Nullable
            Instruction product =
                    isBare ? made : rewriting.producer(made.inputs().get(0));
            if (product == null || !mayScale(product, scale)) {
                return false;
            }
            int weights = scaled(product.inputs().get(1), scale);
            List<Integer> operands = List.of(product.inputs().get(0), weights);
            rewriting.remove(result);
            if (isBare) {
                rewriting.add(new Instruction(product.op(), operands, multiplication.outputs()), true);
            } else {
                int bias = computed(TIMES, made.inputs().get(1), scale);
                rewriting.remove(product.output());
                rewriting.add(new Instruction(product.op(), operands, product.outputs()), true);
                rewriting.add(new Instruction(PLUS, List.of(product.output(), bias), multiplication.outputs()), true);
            }
            return true;
        }

        /** A vector is added to a product; two are added to each other first. */
        private boolean plus(int result, int vector, Instruction addition) {
            Instruction made = rewriting.producer(result);
            if (made == null) {
                return false;
            }
            if (isProduct(made)) {
                rewriting.add(new Instruction(PLUS, List.of(result, vector), addition.outputs()), true);
                return true;
            }
            int sum = computed(PLUS, made.inputs().get(1), vector);
            rewriting.remove(result);
            rewriting.add(new Instruction(PLUS, List.of(made.inputs().get(0), sum), addition.outputs()), true);
            return true;
        }

        /** Weights that are rounded are scaled before. */
        private int scaled(int weights, int scale) {
            Integer before = wide.get(weights);
            return before == null
                    ? computed(TIMES, weights, scale)
                    : computed(new Narrow(), computed(TIMES, before, scale));
        }

        private boolean mayScale(Instruction product, int scale) {
            int weights = product.inputs().get(1);
            ArrayType type = type(weights);
            boolean hasColumns = product.op() instanceof Convolution
                    || (product.op() instanceof MatMul matMul && !matMul.transposeB() && type.rank() == 2);
            return hasColumns
                    && stable.contains(weights)
                    && (!type.narrow() || wide.containsKey(weights))
                    && type(scale).rank() <= type.rank()
                    && (type.elements() <= MOST_WEIGHTS
                            || type.elements() <= type(product.output()).elements());
        }

        /** A new stable value. */
        private int computed(Op op, Integer... operands) {
            int id = values.size();
            values.add(Value.temporary(
                    id,
                    op.infer(Arrays.stream(operands).map(this::type).toList()).get(0)));
            Instruction instruction = new Instruction(op, List.of(operands), List.of(id));
            stable.add(instruction);
            rewriting.add(instruction, false);
            return id;
        }

        private boolean isProduct(Instruction instruction) {
            return instruction.op() instanceof Convolution || instruction.op() instanceof MatMul;
        }

        /** Whether a value has one number for each place on the last axis of another. */
        private boolean isVector(int vector, int result) {
            ArrayType type = type(vector);
            return type.rank() >= 1
                    && type.rank() <= type(result).rank()
                    && type.elements() == type.size(-1)
                    && type.size(-1) == type(result).size(-1);
        }

        private ArrayType type(int id) {
            return values.get(id).type();
        }

        Program finish() {
            return new Program(values, rewriting.finish(), program.outputs(), program.assignments());
        }
    }
}
