package dev.plumb.engine.pass;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loops keep of their steps only what somebody reads; each step goes through the passes like a program. */
public record OptimizeLoops() implements Pass {

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        Map<LoopBody, LoopBody> known = new HashMap<>();
        List<Instruction> instructions = new ArrayList<>(program.instructions().size());
        for (Instruction instruction : program.instructions()) {
            instructions.add(
                    instruction.op() instanceof Loop loop ? optimized(loop, instruction, uses, known) : instruction);
        }
        return program.withInstructions(instructions);
    }

    private static Instruction optimized(Loop loop, Instruction instruction, Uses uses, Map<LoopBody, LoopBody> known) {
        int states = loop.body().states();
        List<Integer> outputs = new ArrayList<>(instruction.outputs().subList(0, states));
        List<Integer> stacked = new ArrayList<>();
        for (int index = 0; index < loop.body().stacked().size(); index++) {
            int output = instruction.outputs().get(states + index);
            if (uses.isRead(output)) {
                outputs.add(output);
                stacked.add(loop.body().stacked().get(index));
            }
        }
        LoopBody body = known.computeIfAbsent(
                loop.body().stacking(stacked),
                pruned -> LoopProgram.body(pruned, Passes.optimize(LoopProgram.of(pruned))));
        return new Instruction(loop.doing(body), instruction.inputs(), outputs);
    }
}
