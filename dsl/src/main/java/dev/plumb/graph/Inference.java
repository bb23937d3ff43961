package dev.plumb.graph;

import java.util.List;

/** The answer of a layer's shape rule: the types of its outputs, or what does not fit. */
public sealed interface Inference {

    /** The rule holds; one type an output. */
    record Types(List<TensorType> outputs) implements Inference {
        public Types {
            outputs = List.copyOf(outputs);
        }
    }

    /** The rule does not hold. */
    record Failure(Mismatch mismatch) implements Inference {}

    static Inference type(TensorType output) {
        return new Types(List.of(output));
    }

    static Inference failure(Mismatch mismatch) {
        return new Failure(mismatch);
    }
}
