package dev.plumb.compile;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import java.util.List;

/** About how long a program takes on one core of today: only to tell small work from large. */
final class WorkEstimate {

    /** Multiplications with additions: 50 in a nanosecond. */
    private static final double PER_MULTIPLICATION = 1 / 50e3;
    /** Numbers read or written: 4 in a nanosecond. */
    private static final double PER_NUMBER = 1 / 4e3;

    private WorkEstimate() {}

    /** Of all instructions. */
    static double microseconds(Program program) {
        double microseconds = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Loop loop) {
                microseconds += loop.steps() * microseconds(LoopProgram.of(loop.body()));
            } else if (!(instruction.op() instanceof Reshape)) {
                List<ArrayType> inputs = program.types(instruction.inputs());
                List<ArrayType> outputs = program.types(instruction.outputs());
                microseconds += ofMultiplications(multiplications(instruction.op(), inputs, outputs)) * share(inputs);
                microseconds += microseconds(elements(inputs) + elements(outputs));
            }
        }
        return microseconds;
    }

    /** How much of the time of float32 is taken by what multiplies these. */
    private static double share(List<ArrayType> operands) {
        return operands.isEmpty()
                ? 1
                : switch (operands.get(0).width()) {
                    case FULL -> 1;
                    case BFLOAT16 -> 1 / 2.0;
                    case INT8 -> 1 / 4.0;
                };
    }

    /** The floating-point operations of its products and convolutions, two for each multiplication with its addition. */
    static double operations(Program program) {
        double operations = 0;
        for (Instruction instruction : program.instructions()) {
            operations += instruction.op() instanceof Loop loop
                    ? loop.steps() * operations(LoopProgram.of(loop.body()))
                    : 2
                            * multiplications(
                                    instruction.op(),
                                    program.types(instruction.inputs()),
                                    program.types(instruction.outputs()));
        }
        return operations;
    }

    /** What its instructions read and write, each for itself. */
    static double bytes(Program program) {
        double bytes = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Loop loop) {
                bytes += loop.steps() * bytes(LoopProgram.of(loop.body()));
            } else if (!(instruction.op() instanceof Reshape)) {
                bytes += bytes(program.types(instruction.inputs())) + bytes(program.types(instruction.outputs()));
            }
        }
        return bytes;
    }

    /** To do so many multiplications with additions. */
    static double ofMultiplications(double multiplications) {
        return multiplications * PER_MULTIPLICATION;
    }

    /** To read or write so many numbers. */
    static double microseconds(double numbers) {
        return numbers * PER_NUMBER;
    }

    /** How often the work is divided among threads. */
    static long steps(Program program) {
        long steps = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Loop loop) {
                steps += loop.steps() * steps(LoopProgram.of(loop.body()));
            } else if (!(instruction.op() instanceof Reshape)) {
                steps += steps(instruction.op(), program.types(instruction.inputs()));
            }
        }
        return steps;
    }

    /** The mean over its steps. */
    static double microsecondsPerStep(Program program) {
        long steps = steps(program);
        return steps == 0 ? 0 : microseconds(program) / steps;
    }

    /** How often an op is divided among threads: a recurrence for the product and the gates of each step, its gradient for three products. */
    private static int steps(Op op, List<ArrayType> inputs) {
        if (op instanceof Recurrence) {
            return 2 * inputs.get(0).size(1);
        }
        return op instanceof RecurrenceBackward ? 4 * inputs.get(0).size(1) : 1;
    }

    private static double multiplications(Op op, List<ArrayType> inputs, List<ArrayType> outputs) {
        if (op instanceof Fused fused) {
            return multiplications(fused.base(), inputs, outputs);
        }
        if (op instanceof MatMul product) {
            return (double) outputs.get(0).elements() * inputs.get(0).size(product.transposeA() ? -2 : -1);
        }
        if (op instanceof Convolution) {
            return convolution(outputs.get(0), inputs.get(1));
        }
        if (op instanceof ConvolutionBackwardData) {
            return convolution(inputs.get(1), inputs.get(0));
        }
        if (op instanceof ConvolutionBackwardWeights) {
            return convolution(inputs.get(1), outputs.get(0));
        }
        if (op instanceof ScaledDotProductAttention attention) {
            return attention(attention, inputs);
        }
        if (op instanceof ScaledDotProductAttentionBackward backward) {
            return 2.5 * attention(backward.forward(), inputs);
        }
        if (op instanceof Recurrence) {
            return recurrence(inputs);
        }
        if (op instanceof RecurrenceBackward) {
            return 2 * recurrence(inputs);
        }
        return 0;
    }

    /** A score and a share of the result for each head and each pair of steps. */
    private static double attention(ScaledDotProductAttention op, List<ArrayType> inputs) {
        AttentionHeads heads = op.heads();
        ArrayType queries = inputs.get(0);
        double pairs = (double) queries.size(0)
                * queries.size(1)
                * inputs.get(heads.arrays() - 1).size(1);
        return pairs * heads.queryHeads() * (heads.keySize() + heads.valueSize());
    }

    /** Both kernels, for each example and step. */
    private static double recurrence(List<ArrayType> inputs) {
        ArrayType x = inputs.get(0);
        return (double) x.size(0)
                * x.size(1)
                * (inputs.get(1).elements() + inputs.get(2).elements());
    }

    /** Each result sums over the kernel's numbers for its filter, which is the last axis. */
    private static double convolution(ArrayType result, ArrayType kernel) {
        return (double) result.elements() * kernel.elements() / kernel.size(-1);
    }

    private static double elements(List<ArrayType> types) {
        double elements = 0;
        for (ArrayType type : types) {
            elements += type.elements();
        }
        return elements;
    }

    private static double bytes(List<ArrayType> types) {
        return types.stream().mapToDouble(ArrayType::bytes).sum();
    }
}
