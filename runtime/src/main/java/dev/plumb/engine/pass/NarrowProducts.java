package dev.plumb.engine.pass;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.NumberWidth;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Rounds the operands of products, convolutions and attention to bfloat16; they add up in float32 and give float32. Each value is rounded once, however
 * many products read it: an activation for the layer above it and for the gradient of that layer's weights, a gradient for the weights and for the
 * layer below. Of a loop that is chosen this goes for each step. Recurrences
 * are rounded where no gradient is asked for: that of oneDNN in bfloat16 takes as long as in float32. docs/precision.md has the numbers.
 *
 * @param chosen whether it is to be done to an instruction, by its index
 */
public record NarrowProducts(IntPredicate chosen) implements Pass {

    @Override
    public Program apply(Program whole) {
        Program program = new DropNotes().apply(whole);
        Narrowing narrowing = new Narrowing(program);
        for (int index = 0; index < program.instructions().size(); index++) {
            Instruction instruction = program.instructions().get(index);
            boolean isChosen = chosen.test(index);
            narrowing.add(
                    isChosen && instruction.op() instanceof Loop loop
                            ? new Instruction(
                                    loop.doing(narrow(loop.body())), instruction.inputs(), instruction.outputs())
                            : instruction,
                    isChosen && isProduct(program, instruction));
        }
        return narrowing.finish();
    }

    /** All products of a step. What a loop captures is rounded once, before the first step. */
    private static LoopBody narrow(LoopBody body) {
        return LoopProgram.body(body, new NarrowProducts(index -> true).apply(LoopProgram.of(body)));
    }

    /** A convolution that reads one channel at a time has as many numbers to round as products to save: nothing is gained. */
    private static boolean isProduct(Program program, Instruction instruction) {
        Op op = instruction.op();
        if (op instanceof Convolution convolution) {
            return isWide(
                    convolution.groups(),
                    program.value(instruction.inputs().get(1)).type());
        } else if (op instanceof ConvolutionBackwardData data) {
            return isWide(
                    data.groups(), program.value(instruction.inputs().get(0)).type());
        } else if (op instanceof ConvolutionBackwardWeights weights) {
            return isWide(weights.groups(), weights.weights());
        }
        return op instanceof MatMul
                || (op instanceof Recurrence recurrence && !recurrence.noted())
                || op instanceof ScaledDotProductAttention
                || op instanceof ScaledDotProductAttentionBackward;
    }

    /** Whether an operand is multiplied: of a recurrence neither bias nor states are, of an attention neither masks nor weights that were kept are. */
    private static boolean isFactor(Op op, int position) {
        if (op instanceof Recurrence) {
            return position < Recurrence.FACTORS;
        } else if (op instanceof ScaledDotProductAttention attention) {
            return position < attention.heads().arrays();
        } else if (op instanceof ScaledDotProductAttentionBackward backward) {
            return position < backward.forward().heads().arrays() || position == backward.gradient();
        }
        return true;
    }

    private static boolean isWide(int groups, ArrayType weights) {
        return groups == 1 || weights.size(-2) > 1;
    }

    private static final class Narrowing {
        private final Program program;
        private final List<Value> values;
        private final List<Instruction> instructions = new ArrayList<>();
        /** Reshapes by their results. */
        private final Map<Integer, Instruction> views = new HashMap<>();
        /** The rounded values by what they are made from. */
        private final Map<Integer, Integer> narrow = new HashMap<>();

        Narrowing(Program program) {
            this.program = program;
            this.values = new ArrayList<>(program.values());
        }

        void add(Instruction instruction, boolean isNarrowed) {
            if (instruction.op() instanceof Reshape) {
                views.put(instruction.output(), instruction);
            }
            if (isNarrowed) {
                List<Integer> factors = new ArrayList<>();
                for (int position = 0; position < instruction.inputs().size(); position++) {
                    int operand = instruction.inputs().get(position);
                    factors.add(isFactor(instruction.op(), position) ? narrow(operand) : operand);
                }
                instructions.add(new Instruction(instruction.op(), factors, instruction.outputs()));
            } else {
                instructions.add(instruction);
            }
        }

        /** A view of a value is rounded with the whole. */
        private int narrow(int id) {
            Integer known = narrow.get(id);
            if (known != null) {
                return known;
            }
            Instruction view = views.get(id);
            int made = view == null
                    ? made(new Narrow(), id, id)
                    : made(view.op(), narrow(view.inputs().get(0)), id);
            narrow.put(id, made);
            return made;
        }

        private int made(Op op, int operand, int wide) {
            ArrayType type = values.get(wide).type().withWidth(NumberWidth.BFLOAT16);
            int id = values.size();
            values.add(Value.temporary(id, type));
            instructions.add(new Instruction(op, List.of(operand), List.of(id)));
            return id;
        }

        Program finish() {
            return new Program(values, instructions, program.outputs(), program.assignments());
        }
    }
}
