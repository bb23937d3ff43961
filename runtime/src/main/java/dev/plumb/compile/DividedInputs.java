package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.OutputTraining;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memory of what a divided batch is fed: the examples of its parts lie one after the other. */
final class DividedInputs {
    /** In the order of what is fed. */
    private final List<Storage> storages = new ArrayList<>();

    private final StepBuffers buffers;

    /**
     * Memory for so many parts.
     *
     * @param part the program of one
     */
    DividedInputs(StepProgram part, List<OutputTraining> outputs, int parts) {
        Map<Integer, Slot> whole = new HashMap<>();
        for (Var fed : StepBuffers.fed(part)) {
            Storage storage = Storage.allocate(fed.type().bytes() * parts);
            storages.add(storage);
            whole.put(fed.id(), new Slot(times(fed.type(), parts), storage, 0));
        }
        this.buffers = new StepBuffers(part, outputs, fed -> whole.get(fed.id()));
    }

    /** So many one after the other. */
    private static ArrayType times(ArrayType type, int parts) {
        return type.withShape(List.of(Math.multiplyExact(type.elements(), parts)));
    }

    /** Where all examples are written to. */
    StepInputs buffers() {
        return buffers;
    }

    /** Lets a part read its examples here. */
    Bindings bound(Bindings bindings, StepProgram part, int index) {
        Bindings bound = bindings;
        List<Var> fed = StepBuffers.fed(part);
        for (int i = 0; i < fed.size(); i++) {
            bound = bound.input(
                    fed.get(i), storages.get(i), index * fed.get(i).type().bytes());
        }
        return bound;
    }

    long nativeBytes() {
        return storages.stream().mapToLong(Storage::bytes).sum();
    }

    void close() {
        storages.forEach(Storage::free);
    }
}
