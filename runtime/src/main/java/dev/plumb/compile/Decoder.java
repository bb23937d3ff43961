package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes a model step by step: each step costs the same work however many came before, but for the attention to these. One thread at a time. Several new steps at once
 * are taken in powers of two, and caches grow by {@link CacheRooms}, so that few plans do for all.
 */
public final class Decoder implements AutoCloseable {
    /** Steps that are computed at once: more would be no faster. */
    private static final int MOST_AT_ONCE = 64;

    private final TimeAxis axis;
    private final Map<String, Long> sizes;
    private final WeightStore weights;
    private final int threads;
    private final LayerPrecisions narrow;
    private final int examples;
    private final int longest;
    private final CacheRooms rooms;
    /** By the logarithm of the number of new steps, then by room: those of a single step are the same for all rooms of a group. */
    private final @Nullable DecodePlan[][] plans;

    private final DecodeMemory memory;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Slot> outputs = new ArrayList<>();
    private int steps;
    /** The index of the present room. */
    private int room;

    /**
     * Where an input is given.
     *
     * @param width how many numbers an example has, of each step if it has steps
     */
    private record Input(
            Slot slot, FloatBuffer floats, IntBuffer ints, boolean isFloat, boolean isStepwise, int width) {}

    /**
     * A decoder of a model that can be computed step by step.
     *
     * @param sizes of the axes that vary, but for that of the steps
     * @throws IllegalArgumentException if it is not clear which axis the steps are on, or it is not that long
     * @throws IllegalStateException if a layer needs more than this step and earlier ones
     */
    public Decoder(
            Graph graph, WeightStore weights, Execution execution, int examples, int longest, Map<String, Long> sizes) {
        this.axis = TimeAxis.of(graph, sizes);
        this.sizes = sizes;
        this.weights = weights;
        this.threads = execution.threads().limit();
        this.narrow = execution.narrow();
        this.examples = examples;
        this.longest = longest;
        if (longest > axis.size().orElse(longest)) {
            throw new IllegalArgumentException("model '" + graph.name() + "' has sequences of "
                    + axis.size().getAsInt() + " steps: expected no more, found " + longest);
        }
        this.rooms = CacheRooms.upTo(longest);
        this.plans = new DecodePlan[Integer.numberOfTrailingZeros(MOST_AT_ONCE) + 1][rooms.count()];
        this.memory = new DecodeMemory(longest);
        try {
            List<DecodeProgram> single = programs(1);
            DecodeProgram program = single.get(0);
            for (int i = 0; i < program.inputs().size(); i++) {
                inputs.add(input(graph.inputs().get(i), program.inputs().get(i).type()));
            }
            program.outputs().forEach(output -> outputs.add(Slot.allocate(output.type())));
            plans[0][0] = plan(single, 1);
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    private Input input(Graph.Input input, ArrayType type) {
        boolean isStepwise = axis.has(input);
        ArrayType held = isStepwise ? type.withSize(1, longest) : type;
        Slot slot = Slot.allocate(held);
        return new Input(
                slot,
                slot.floats(),
                slot.ints(),
                type.dtype() == DType.FLOAT32,
                isStepwise,
                type.elements() / examples);
    }

    /** The programs of so many new steps that one plan is made of. */
    private List<DecodeProgram> programs(int count) {
        return (count == 1 ? rooms.group(room) : IntStream.of(room))
                .mapToObj(index -> DecodeProgram.of(axis, sizes, examples, count, rooms.steps(index), narrow))
                .toList();
    }

    private DecodePlan plan(List<DecodeProgram> programs, int count) {
        DecodeProgram largest = programs.get(programs.size() - 1);
        Bindings bindings = memory.bind(weights.bindings(largest.weights()), largest.memories());
        for (int i = 0; i < outputs.size(); i++) {
            Var output = largest.outputs().get(i);
            bindings = bindings.output(
                    output, outputs.get(i).storage(), outputs.get(i).offset());
        }
        return new DecodePlan(programs, bindings, weights::version, count, examples, threads);
    }

    /** The plan of so many new steps, a power of two, in the present room. */
    private DecodePlan plan(int count) {
        int index = Integer.numberOfTrailingZeros(count);
        int first = room - size(count);
        @Nullable DecodePlan known = plans[index][first];
        if (known == null) {
            known = plan(programs(count), count);
            plans[index][first] = known;
        }
        return known;
    }

    /** Which of the sizes of a plan of so many new steps has the present room. */
    private int size(int count) {
        return count == 1 ? room - rooms.first(room) : 0;
    }

    /** Whether an input is of floats, not of integers. */
    public boolean isFloat(int index) {
        return inputs.get(index).isFloat();
    }

    /** Whether an input has numbers for each step. */
    public boolean isStepwise(int index) {
        return inputs.get(index).isStepwise();
    }

    /** Where an input is given: its steps, or else the whole of it. Outlives the decoder. */
    public FloatBuffer input(int index) {
        return inputs.get(index).floats();
    }

    /** The same for an input of integers. */
    public IntBuffer inputInts(int index) {
        return inputs.get(index).ints();
    }

    /** How many numbers of an input each run of so many steps reads. */
    public int read(int index, int count) {
        Input input = inputs.get(index);
        return examples * input.width() * (input.isStepwise() ? count : 1);
    }

    /** Whether an output is of floats, not of integers. */
    public boolean isFloatOutput(int index) {
        return outputs.get(index).type().dtype() == DType.FLOAT32;
    }

    /** Where an output of the last step lies. Outlives the decoder. */
    public FloatBuffer output(int index) {
        return outputs.get(index).floats();
    }

    /** The same of integers. */
    public IntBuffer outputInts(int index) {
        return outputs.get(index).ints();
    }

    /** How many steps were taken. */
    public int steps() {
        return steps;
    }

    /** Whether it can go back to an earlier step than the first. */
    public boolean canGoBack() {
        return !memory.hasStates();
    }

    /** Takes so many new steps, which lie in the inputs one example after the other. There is room for them. */
    public void run(int count) {
        makeRoom(steps + count);
        int done = 0;
        while (done < count) {
            int now = Math.min(MOST_AT_ONCE, Integer.highestOneBit(count - done));
            DecodePlan plan = plan(now);
            for (int i = 0; i < inputs.size(); i++) {
                give(plan, i, done, now, count);
            }
            plan.run(steps, rooms.steps(room), size(now));
            steps += now;
            done += now;
        }
    }

    private void makeRoom(int needed) {
        int fitting = room;
        while (rooms.steps(fitting) < needed) {
            fitting++;
        }
        if (fitting != room) {
            memory.grow(steps, rooms.steps(room), rooms.steps(fitting));
            room = fitting;
        }
    }

    private void give(DecodePlan plan, int index, int from, int now, int count) {
        Input input = inputs.get(index);
        int rows = input.isStepwise() ? now * input.width() : input.width();
        for (int example = 0; example < examples; example++) {
            int begin = input.isStepwise() ? (example * count + from) * input.width() : example * rows;
            if (input.isFloat()) {
                plan.input(index).put(example * rows, input.floats(), begin, rows);
            } else {
                plan.inputInts(index).put(example * rows, input.ints(), begin, rows);
            }
        }
    }

    /** Forgets all steps but the first so many, which are not more than there are. */
    public void truncate(int count) {
        memory.forget(count, steps, rooms.steps(room));
        steps = count;
        if (count == 0) {
            memory.clearStates();
            room = 0;
        }
    }

    /** The native memory of its plans, caches and states. */
    public long nativeBytes() {
        long bytes = memory.bytes();
        for (@Nullable DecodePlan[] ofSize : plans) {
            for (@Nullable DecodePlan plan : ofSize) {
                bytes += plan == null ? 0 : plan.nativeBytes();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        for (@Nullable DecodePlan[] ofSize : plans) {
            for (@Nullable DecodePlan plan : ofSize) {
                if (plan != null) {
                    plan.close();
                }
            }
        }
        memory.free();
    }
}
