package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import dev.plumb.weights.WeightStore;
import java.util.Objects;
import java.util.Optional;

/**
 * A value of a trace and how it came to be, to be named and compared.
 *
 * @param made what made it; empty for inputs, weights and constants
 * @param weight the weight that it is
 */
record TracedValue(
        Value value, Optional<Instruction> made, Optional<WeightStore.Entry> weight, TracingTape.Origin origin) {

    /** A value of a call that may still go on. */
    static TracedValue of(TracingTape tape, int id) {
        Program program = tape.program();
        Optional<Instruction> made = program.instructions().stream()
                .filter(instruction -> instruction.outputs().contains(id))
                .findFirst();
        return new TracedValue(program.value(id), made, tape.weight(id), tape.origin(id));
    }

    /** Whether another call did the same here. */
    boolean sameAs(TracedValue other) {
        return value.equals(other.value)
                && sameOp(other)
                && weight.map(WeightStore.Entry::block).equals(other.weight.map(WeightStore.Entry::block))
                && weight.map(WeightStore.Entry::offset).equals(other.weight.map(WeightStore.Entry::offset));
    }

    private boolean sameOp(TracedValue other) {
        if (made.isEmpty() || other.made.isEmpty()) {
            return made.isEmpty() == other.made.isEmpty();
        }
        Instruction one = made.get();
        Instruction two = other.made.get();
        return one.inputs().equals(two.inputs())
                && one.outputs().equals(two.outputs())
                && (one.op().equals(two.op()) || sameRule(one.op(), two.op()));
    }

    /** A rule is code, of which each call makes an object of its own. */
    private static boolean sameRule(Op one, Op two) {
        return one instanceof CustomGradient first
                && two instanceof CustomGradient second
                && Objects.equals(first.rule().getClass(), second.rule().getClass());
    }

    /** Such as {@code float32[4,3] of Reduce MEAN in Dense 'hidden', made at Net.call(Net.java:12)}. */
    String describe() {
        return value.type()
                + switch (value.kind()) {
                    case INPUT -> ", the input '" + value.label() + "'";
                    case WEIGHT -> ", the weight '" + value.label() + "'" + place("read");
                    case CONSTANT -> ", the constant " + value.literal() + place("made");
                    case TEMPORARY ->
                        made.map(instruction -> " of " + instruction.op().title())
                                        .orElse("")
                                + place("made");
                };
    }

    private String place(String verb) {
        return origin.layer().map(layer -> " in " + layer).orElse("")
                + origin.line().map(line -> ", " + verb + " at " + line).orElse("");
    }
}
