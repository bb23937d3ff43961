package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;

/** Writes a program over arrays that lie somewhere, which others write between any two runs. */
final class InPlaceProgram {
    private final Trace trace = new Trace();
    private Bindings bindings = Bindings.none().withChangingWeights();

    /** Makes plans of programs. */
    @FunctionalInterface
    interface Preparing {
        Plan prepare(Program program, Bindings bindings);
    }

    /**
     * An array.
     *
     * @param first where its first element lies, in elements
     */
    Var array(String label, ArrayType type, Storage storage, long first) {
        Var array = trace.weight(label, type);
        bindings = bindings.weight(array, storage, first * Float.BYTES);
        return array;
    }

    /** A number that is given before each run. */
    Var number(String label) {
        return trace.input(label, ArrayType.float32());
    }

    /** Makes a value readable. */
    void output(String label, Var value) {
        trace.output(label, value);
    }

    /** Gives an array other values. */
    void assign(Var array, Var value) {
        trace.assign(array, value);
    }

    Plan prepare(Preparing preparing) {
        return preparing.prepare(Passes.optimize(trace.finish()), bindings);
    }
}
