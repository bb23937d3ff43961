package dev.plumb.engine.pass;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.NumberWidth;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.PostOp;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes one product of several that multiply the same row by weights that stay the same: query, key and value of a step, the gates of a cell. The weights are joined when they
 * change; the results are parts of one row, which lie together, so nothing is copied. For programs that are run more often than their weights change.
 */
public record JoinProducts() implements Pass {
    /** Numbers in the joined weights, which take memory in each plan: beyond this a call less is nothing beside the reading of the weights. */
    private static final int MOST_WEIGHTS = 1 << 18;

    @Override
    public Program apply(Program program) {
        return joined(program, new StableValues(program));
    }

    /** The same of each step of a loop, with what it captures of what stays. */
    private static Instruction joined(Loop loop, Instruction instruction, StableValues stable) {
        LoopBody body = loop.body();
        int first = body.states() + body.slices();
        List<Integer> changing = IntStream.range(first, body.operands())
                .filter(index -> !stable.contains(instruction.inputs().get(index)))
                .mapToObj(body::operand)
                .toList();
        Program step = LoopProgram.of(body);
        LoopBody other = LoopProgram.body(body, joined(step, new StableValues(step, changing)));
        return new Instruction(loop.doing(other), instruction.inputs(), instruction.outputs());
    }

    private static Program joined(Program program, StableValues stable) {
        List<Instruction> instructions = new ArrayList<>();
        // Ops are compared where two products read the same, which they seldom do: see ShareCommon.
        Map<Integer, List<List<Instruction>>> byRow = new LinkedHashMap<>();
        for (Instruction instruction : program.instructions()) {
            boolean isStable = stable.add(instruction);
            if (!isStable && mayJoin(program, stable, instruction)) {
                List<List<Instruction>> kinds =
                        byRow.computeIfAbsent(instruction.inputs().get(0), row -> new ArrayList<>(1));
                add(program, instruction, kinds);
            }
            instructions.add(
                    !isStable && instruction.op() instanceof Loop loop
                            ? joined(loop, instruction, stable)
                            : instruction);
        }
        List<List<Instruction>> joined = new ArrayList<>();
        for (List<List<Instruction>> kinds : byRow.values()) {
            for (List<Instruction> products : kinds) {
                if (products.size() > 1 && weights(program, products) <= MOST_WEIGHTS) {
                    joined.add(products);
                }
            }
        }
        if (joined.isEmpty()) {
            return program.withInstructions(instructions);
        }
        Joining joining = new Joining(program);
        instructions.stream().filter(stable::makes).forEach(joining.ahead::add);
        joined.forEach(joining::join);
        return joining.finish(
                instructions.stream().filter(made -> !stable.makes(made)).toList());
    }

    private static void add(Program program, Instruction product, List<List<Instruction>> kinds) {
        for (List<Instruction> kind : kinds) {
            if (areAlike(program, kind.get(0), product)) {
                kind.add(product);
                return;
            }
        }
        kinds.add(new ArrayList<>(List.of(product)));
    }

    /** Whether what follows the products is the same for each number. */
    private static boolean areAlike(Program program, Instruction one, Instruction other) {
        NumberWidth width = program.value(one.inputs().get(1)).type().width();
        int rank = program.value(one.output()).type().rank();
        return program.value(other.inputs().get(1)).type().width() == width
                && program.value(other.output()).type().rank() == rank
                && one.op().equals(other.op());
    }

    private static boolean mayJoin(Program program, StableValues stable, Instruction instruction) {
        Op op = instruction.op();
        Op base = op instanceof Fused fused ? fused.base() : op;
        if (!(base instanceof MatMul product) || product.transposeA() || product.transposeB()) {
            return false;
        }
        ArrayType result = program.value(instruction.output()).type();
        return program.value(instruction.inputs().get(1)).type().rank() == 2
                && result.elements() == result.size(-1)
                && (!(op instanceof Fused fused) || areApplied(fused.postOps()))
                && areStable(
                        stable,
                        instruction.inputs().subList(1, instruction.inputs().size()));
    }

    private static boolean areApplied(List<PostOp> postOps) {
        for (PostOp postOp : postOps) {
            if (!(postOp instanceof PostOp.Apply)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areStable(StableValues stable, List<Integer> ids) {
        for (int id : ids) {
            if (!stable.contains(id)) {
                return false;
            }
        }
        return true;
    }

    private static long weights(Program program, List<Instruction> products) {
        return products.stream()
                .mapToLong(
                        product -> program.value(product.inputs().get(1)).type().elements())
                .sum();
    }

    private static final class Joining {
        private final Program program;
        private final List<Value> values;
        /** What the joined products need is made before all else. */
        private final List<Instruction> ahead = new ArrayList<>();
        /** What takes the place of a product, by its result. */
        private final Map<Integer, List<Instruction>> replacements = new HashMap<>();

        Joining(Program program) {
            this.program = program;
            this.values = new ArrayList<>(program.values());
        }

        void join(List<Instruction> products) {
            Instruction first = products.get(0);
            List<Integer> operands = new ArrayList<>();
            operands.add(first.inputs().get(0));
            operands.add(joined(
                    1, products.stream().map(product -> product.inputs().get(1)).toList()));
            if (first.inputs().size() > 2) {
                operands.add(joined(
                        0,
                        products.stream()
                                .map(product -> vector(product.inputs().get(2)))
                                .toList()));
            }
            List<Instruction> instead = new ArrayList<>();
            int row = made(first.op(), operands, instead);
            int begin = 0;
            for (Instruction product : products) {
                ArrayType part = type(product.output());
                List<Integer> from = new ArrayList<>(Collections.nCopies(part.rank(), 0));
                from.set(part.rank() - 1, begin);
                begin += part.size(-1);
                instead.add(new Instruction(new Slice(from, part.shape()), List.of(row), product.outputs()));
                replacements.put(product.output(), List.of());
            }
            replacements.put(first.output(), instead);
        }

        private int joined(int axis, List<Integer> parts) {
            return made(new Concatenate(axis), parts, ahead);
        }

        private int vector(int bias) {
            ArrayType type = type(bias);
            return type.rank() == 1 ? bias : made(new Reshape(List.of(type.elements())), List.of(bias), ahead);
        }

        private int made(Op op, List<Integer> operands, List<Instruction> instructions) {
            int id = values.size();
            values.add(Value.temporary(
                    id, op.infer(operands.stream().map(this::type).toList()).get(0)));
            instructions.add(new Instruction(op, operands, List.of(id)));
            return id;
        }

        private ArrayType type(int id) {
            return values.get(id).type();
        }

        Program finish(List<Instruction> others) {
            List<Instruction> instructions = new ArrayList<>(ahead);
            for (Instruction instruction : others) {
                instructions.addAll(
                        instruction.outputs().isEmpty()
                                ? List.of(instruction)
                                : replacements.getOrDefault(instruction.output(), List.of(instruction)));
            }
            return new Program(values, instructions, program.outputs(), program.assignments());
        }
    }
}
