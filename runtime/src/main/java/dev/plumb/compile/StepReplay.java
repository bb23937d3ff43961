package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.eager.EagerRecorder;
import dev.plumb.graph.Graph;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.NonFiniteSearch;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A step of training that is run op by op, unfused, to find out which op makes numbers that are not finite. Changes nothing. */
public final class StepReplay implements StepInputs {
    private final Trace trace = new Trace();
    private final WeightStore weights;
    private final List<OutputTraining> outputs;
    private final StepProgram step;
    private final Map<Integer, ByteBuffer> given = new HashMap<>();

    /** A step of these sizes. */
    public StepReplay(Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes) {
        trace.origins().keepLinesOfCode();
        trace.origins().watchSteps();
        this.weights = weights;
        this.outputs = outputs;
        this.step = StepProgram.training(sizes.bind(graph), outputs, weights, sizes, trace);
    }

    @Override
    public FloatBuffer input(int index) {
        return bytes(step.inputs().get(index)).asFloatBuffer();
    }

    @Override
    public IntBuffer inputInts(int index) {
        return bytes(step.inputs().get(index)).asIntBuffer();
    }

    @Override
    public boolean isSparse(int index) {
        return outputs.get(index).loss().hasSparseTargets();
    }

    @Override
    public FloatBuffer target(int index) {
        return bytes(step.scores().get(index).target()).asFloatBuffer();
    }

    @Override
    public IntBuffer targetInts(int index) {
        return bytes(step.scores().get(index).target()).asIntBuffer();
    }

    @Override
    public boolean isWeighted(int index) {
        return step.scores().get(index).weights().isPresent();
    }

    @Override
    public FloatBuffer weights(int index) {
        return bytes(step.scores().get(index).weights().orElseThrow()).asFloatBuffer();
    }

    /** Gives a loss a weight, in a step whose weights can be set. */
    public void lossWeight(int index, double weight) {
        bytes(step.total().weights().get(index)).putFloat(0, (float) weight);
    }

    private ByteBuffer bytes(Var input) {
        return given.computeIfAbsent(
                input.id(),
                id -> ByteBuffer.allocate(Math.toIntExact(input.type().bytes())).order(ByteOrder.nativeOrder()));
    }

    /** Begins with these states of stateful layers. */
    public void readStates(RecurrentStates states) {
        step.states()
                .forEach((path, state) -> states.read(
                        path, state.before().type(), 0, 1, bytes(state.before()).asFloatBuffer()));
    }

    /**
     * Runs the step and goes back from the loss, or else from a gradient, to what made its numbers not finite.
     *
     * @param seed of dropout masks and random numbers
     * @return empty if all are finite
     * @throws IllegalArgumentException if no op made them: an input, a target or a weight is not finite; the message names it
     */
    public Optional<NonFinite> run(int seed) {
        step.dropoutSeed().ifPresent(value -> bytes(value).putInt(0, seed));
        EagerKernels kernels = EagerTape.kernels(new Threads());
        try (EagerRecorder recorder = new EagerRecorder(kernels)) {
            NonFiniteSearch search = new NonFiniteSearch(trace.instructions(), trace.origins(), replayed(recorder));
            List<Var> results = new ArrayList<>(List.of(step.loss()));
            results.addAll(step.gradients().values());
            for (Var result : results) {
                if (!search.isFinite(result.id())) {
                    Optional<NonFinite> found = search.first(result.id());
                    if (found.isEmpty()) {
                        throw new IllegalArgumentException(search.given(result.id())
                                .map(id -> trace.finish().value(id))
                                .map(StepReplay::notFinite)
                                .orElse("a number is not finite, and no op made it"));
                    }
                    return found;
                }
            }
            return Optional.empty();
        } finally {
            kernels.close();
        }
    }

    private static String notFinite(Value value) {
        return (value.kind() == Value.Kind.WEIGHT ? "weight '" : "input '") + value.label()
                + "' is not finite before the step begins, so nothing that follows from it can be"
                + (value.kind() == Value.Kind.WEIGHT ? "" : "; Fit.checkInputs(true) says where in the data");
    }

    private NonFiniteSearch.Values replayed(EagerRecorder recorder) {
        Map<Integer, Var> values = new HashMap<>();
        for (Value value : trace.finish().values()) {
            switch (value.kind()) {
                case INPUT -> values.put(value.id(), input(recorder, value));
                case WEIGHT -> {
                    WeightStore.Entry entry = weights.entry(value.label());
                    values.put(
                            value.id(),
                            recorder.bound(value.type(), entry.block().storage(), entry.byteOffset()));
                }
                case CONSTANT ->
                    values.put(value.id(), recorder.constant(value.type(), Objects.requireNonNull(value.literal())));
                case TEMPORARY -> {
                    // made below
                }
            }
        }
        for (Instruction instruction : trace.instructions()) {
            List<Var> made = recorder.record(
                    instruction.op(),
                    instruction.inputs().stream().map(values::get).toList());
            for (int i = 0; i < made.size(); i++) {
                values.put(instruction.outputs().get(i), made.get(i));
            }
        }
        return new NonFiniteSearch.Values() {
            @Override
            public ArrayType type(int id) {
                return trace.variable(id).type();
            }

            @Override
            public float[] numbers(int id) {
                Var value = values.get(id);
                if (value == null) {
                    throw new IllegalArgumentException("value %" + id + " was not computed");
                }
                return recorder.floats(value);
            }
        };
    }

    private Var input(EagerRecorder recorder, Value value) {
        ByteBuffer bytes = bytes(trace.variable(value.id()));
        if (value.type().dtype() == DType.FLOAT32) {
            float[] numbers = new float[value.type().elements()];
            bytes.asFloatBuffer().get(numbers);
            return recorder.array(value.type(), numbers);
        }
        int[] numbers = new int[value.type().elements()];
        bytes.asIntBuffer().get(numbers);
        return recorder.array(value.type(), numbers);
    }
}
