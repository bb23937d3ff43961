package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import java.util.List;

/** What the parts of a divided batch tell each other: each writes its row, and all read. */
final class GatheredArrays {
    /** By the order in which they are told. */
    private final List<Storage> arrays;

    /** Memory for what a part tells. */
    GatheredArrays(StepProgram part) {
        this.arrays = part.gathered().stream()
                .map(value -> Storage.allocate(value.type().bytes()))
                .toList();
    }

    /** Lets a part write and read here. */
    Bindings bound(Bindings bindings, StepProgram part) {
        List<Var> gathered = part.gathered();
        if (gathered.size() != arrays.size()) {
            throw new IllegalStateException("the parts of a batch have " + arrays.size() + " and " + gathered.size()
                    + " things to tell: they are not the same program");
        }
        Bindings bound = bindings;
        for (int i = 0; i < gathered.size(); i++) {
            bound = bound.output(gathered.get(i), arrays.get(i), 0);
        }
        return bound;
    }

    long nativeBytes() {
        return arrays.stream().mapToLong(Storage::bytes).sum();
    }

    void close() {
        arrays.forEach(Storage::free);
    }
}
