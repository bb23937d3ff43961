package dev.plumb.compile;

import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where a batch is written to. Data sets may keep a buffer: each keeps its memory. */
final class StepBuffers implements StepInputs {
    private static final FloatBuffer NONE = FloatBuffer.allocate(0);

    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final FloatBuffer[] targetFloats;
    private final IntBuffer[] targetInts;
    private final FloatBuffer[] sampleWeights;
    private final boolean[] sparse;

    /** @param place where what is fed to the step lies */
    StepBuffers(StepProgram step, List<OutputTraining> outputs, Function<Var, Slot> place) {
        List<Slot> inputs = step.inputs().stream().map(place).toList();
        this.inputFloats = inputs.stream().map(Slot::floats).toArray(FloatBuffer[]::new);
        this.inputInts = inputs.stream().map(Slot::ints).toArray(IntBuffer[]::new);
        int count = outputs.size();
        this.targetFloats = new FloatBuffer[count];
        this.targetInts = new IntBuffer[count];
        this.sampleWeights = new FloatBuffer[count];
        this.sparse = new boolean[count];
        for (int i = 0; i < count; i++) {
            OutputScore score = step.scores().get(i);
            Slot target = place.apply(score.target());
            targetFloats[i] = target.floats();
            targetInts[i] = target.ints();
            sampleWeights[i] =
                    score.weights().map(weight -> place.apply(weight).floats()).orElse(NONE);
            sparse[i] = outputs.get(i).loss().hasSparseTargets();
        }
    }

    /** What is written before a step, for each example. */
    static List<Var> fed(StepProgram step) {
        List<Var> fed = new ArrayList<>(step.inputs());
        for (OutputScore score : step.scores()) {
            fed.add(score.target());
            score.weights().ifPresent(fed::add);
        }
        return fed;
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
