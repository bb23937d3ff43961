package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a batch is written to that is divided: the examples of the parts lie one after the other. */
final class DividedInputs implements StepInputs {
    private static final FloatBuffer NONE = FloatBuffer.allocate(0);

    /** By input, then by what is fed for each output. */
    private final List<Storage> storages = new ArrayList<>();

    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final FloatBuffer[] targetFloats;
    private final IntBuffer[] targetInts;
    private final FloatBuffer[] sampleWeights;
    private final boolean[] sparse;

    /**
     * Memory for so many parts.
     *
     * @param part the program of one
     */
    DividedInputs(StepProgram part, List<OutputTraining> outputs, int parts) {
        for (Var fed : fed(part)) {
            storages.add(Storage.allocate(fed.type().bytes() * parts));
        }
        int inputs = part.inputs().size();
        this.inputFloats =
                storages.stream().limit(inputs).map(DividedInputs::floats).toArray(FloatBuffer[]::new);
        this.inputInts =
                storages.stream().limit(inputs).map(DividedInputs::ints).toArray(IntBuffer[]::new);
        int count = outputs.size();
        this.targetFloats = new FloatBuffer[count];
        this.targetInts = new IntBuffer[count];
        this.sampleWeights = new FloatBuffer[count];
        this.sparse = new boolean[count];
        int next = inputs;
        for (int i = 0; i < count; i++) {
            Storage target = storages.get(next++);
            targetFloats[i] = floats(target);
            targetInts[i] = ints(target);
            sparse[i] = outputs.get(i).loss().hasSparseTargets();
            sampleWeights[i] = part.scores().get(i).weights().isPresent() ? floats(storages.get(next++)) : NONE;
        }
    }

    /** What is written before a step, for each example. */
    private static List<Var> fed(StepProgram part) {
        List<Var> fed = new ArrayList<>(part.inputs());
        for (OutputScore score : part.scores()) {
            fed.add(score.target());
            score.weights().ifPresent(fed::add);
        }
        return fed;
    }

    private static FloatBuffer floats(Storage storage) {
        return storage.floats(0, Math.toIntExact(storage.bytes() / Float.BYTES));
    }

    private static IntBuffer ints(Storage storage) {
        return storage.ints(0, Math.toIntExact(storage.bytes() / Integer.BYTES));
    }

    /** Lets a part read its examples here. */
    Bindings bound(Bindings bindings, StepProgram part, int index) {
        Bindings bound = bindings;
        List<Var> fed = fed(part);
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

    @Override
    public FloatBuffer input(int index) {
        return inputFloats[index];
    }

    @Override
    public IntBuffer inputInts(int index) {
        return inputInts[index];
    }

    @Override
    public boolean isSparse(int index) {
        return sparse[index];
    }

    @Override
    public FloatBuffer target(int index) {
        return targetFloats[index];
    }

    @Override
    public IntBuffer targetInts(int index) {
        return targetInts[index];
    }

    @Override
    public boolean isWeighted(int index) {
        return sampleWeights[index].capacity() > 0;
    }

    @Override
    public FloatBuffer weights(int index) {
        return sampleWeights[index];
    }
}
