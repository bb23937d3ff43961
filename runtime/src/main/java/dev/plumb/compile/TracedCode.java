package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Copy;
import dev.plumb.weights.WeightStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Code that calls layers, made a plan for each size of its inputs. It is called several times for each: what differs from call to call cannot be a
 * plan, and is said.
 */
public final class TracedCode {
    private final Call code;
    private final Function<String, ? extends RuntimeException> refusal;

    /** Code that calls layers and ops. */
    public interface Call {
        /**
         * What it gives for these inputs, by the names of outputs.
         *
         * @param tape what layers are called on
         */
        Map<String, Var> on(LayerTape tape, List<Var> inputs);
    }

    /** An input of one size. */
    public record Input(String name, ArrayType type) {}

    /** One call. */
    private record Traced(TracingTape tape, List<Var> inputs, Map<String, Var> outputs) {
        List<Var> given() {
            return List.copyOf(outputs.values());
        }
    }

    /**
     * Nothing is called yet.
     *
     * @param refusal makes what is thrown, of the words that say why code cannot be a plan: {@code asks for the numbers of a value …}
     */
    public TracedCode(Call code, Function<String, ? extends RuntimeException> refusal) {
        this.code = code;
        this.refusal = refusal;
    }

    /** The plans; the types of the inputs follow from the sizes. */
    public PredictPlans plans(Function<Sizes, List<Input>> inputs, Threads threads) {
        return new PredictPlans(sizes -> plan(traced(inputs.apply(sizes), 2), sizes), new Execution(threads));
    }

    /**
     * The outputs for these inputs, by their names.
     *
     * @param calls how often it is called to see whether it does the same each time
     * @throws RuntimeException that the refusal made, if it asks for numbers or does not
     */
    public Map<String, ArrayType> outputs(List<Input> inputs, int calls) {
        Map<String, ArrayType> types = new LinkedHashMap<>();
        traced(inputs, calls).outputs().forEach((name, value) -> types.put(name, value.type()));
        return types;
    }

    private Traced traced(List<Input> inputs, int calls) {
        Traced first = call(inputs);
        for (int i = 1; i < calls; i++) {
            Traced again = call(inputs);
            TracedDifference.between(first.tape(), first.given(), again.tape(), again.given())
                    .ifPresent(difference -> {
                        throw refusal.apply(
                                "does not do the same each time that it is called with inputs of these sizes, so"
                                        + " something in Java decides: a random number, a counter, a set without an order"
                                        + difference
                                        + "\n"
                                        + "  fix     decide by what does not change while the model is used: its"
                                        + " attributes, the sizes of its inputs; or stay eager, by predict(…) of the"
                                        + " model itself");
                    });
        }
        return first;
    }

    private Traced call(List<Input> inputs) {
        try (TracingTape tape = new TracingTape(refusal)) {
            List<Var> values = inputs.stream()
                    .map(input -> tape.input(input.name(), input.type()))
                    .toList();
            Map<String, Var> outputs = new LinkedHashMap<>();
            Set<Integer> taken = new HashSet<>();
            code.on(tape, values).forEach((name, value) -> outputs.put(name, output(tape, name, value, taken)));
            return new Traced(tape, values, outputs);
        }
    }

    /** A value that can be read after a run, at a place of its own: two outputs may be one value, and one may be an input or a weight. */
    private Var output(TracingTape tape, String name, Var value, Set<Integer> taken) {
        if (value.recorder() != tape.recorder()) {
            throw refusal.apply("gives " + value + " as its output '" + name + "', which is not of this call"
                    + "\n  fix     give what this call has computed: no field keeps a value");
        }
        if (value.rank() == 0 || value.type().dtype() != DType.FLOAT32) {
            throw refusal.apply("gives " + TracedValue.of(tape, value.id()).describe() + " as its output '" + name
                    + "', and outputs of a plan are arrays of float32, of rank 1 or more"
                    + "\n  fix     "
                    + (value.rank() == 0 ? "reshape it, by expandDims(0)" : "cast it, by cast(DType.FLOAT32)"));
        }
        boolean computed = tape.program().value(value.id()).kind() == Value.Kind.TEMPORARY;
        return computed && taken.add(value.id()) ? value : value.apply(new Copy());
    }

    private static PredictPlan plan(Traced traced, Sizes sizes) {
        TracingTape tape = traced.tape();
        traced.outputs().forEach(tape.trace()::output);
        Program program = Passes.optimize(tape.program());
        PredictProgram predict =
                new PredictProgram(program, traced.inputs(), Optional.empty(), Map.of(), Map.of(), traced.given());
        List<WeightStore> stores = tape.stores();
        return new KernelPredictPlan(predict, tape.bindings(), () -> version(stores), sizes);
    }

    private static long version(List<WeightStore> stores) {
        long version = 0;
        for (int i = 0; i < stores.size(); i++) {
            version += stores.get(i).version();
        }
        return version;
    }
}
