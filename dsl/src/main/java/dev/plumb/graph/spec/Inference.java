package dev.plumb.graph.spec;

import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.List;

/** The answer of a layer's shape rule: the types of its outputs, or what does not fit. */
public sealed interface Inference {

    /** The rule holds, one type an output; if sizes are symbolic, under these assumptions. */
    record Types(List<TensorType> outputs, List<Assumption> assumptions) implements Inference {
        public Types {
            outputs = List.copyOf(outputs);
            assumptions = List.copyOf(assumptions);
        }
    }

    /** The rule does not hold. */
    record Failure(Mismatch mismatch) implements Inference {}

    static Inference type(TensorType output) {
        return types(List.of(output));
    }

    static Inference types(List<TensorType> outputs) {
        return new Types(outputs, List.of());
    }

    /** The same answer under further assumptions. */
    default Inference assuming(List<Assumption> further) {
        if (!(this instanceof Types types)) {
            return this;
        }
        List<Assumption> all = new ArrayList<>(types.assumptions());
        further.stream().filter(assumption -> !all.contains(assumption)).forEach(all::add);
        return new Types(types.outputs(), all);
    }

    static Inference failure(Mismatch mismatch) {
        return new Failure(mismatch);
    }
}
