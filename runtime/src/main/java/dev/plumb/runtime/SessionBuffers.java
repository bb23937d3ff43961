package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The buffers of a session by the names of inputs and outputs, and how many numbers go into each. */
final class SessionBuffers {
    private final String model;
    private final Map<String, FloatBuffer> floatInputs = new HashMap<>();
    private final Map<String, IntBuffer> intInputs = new HashMap<>();
    private final Map<String, FloatBuffer> floatOutputs = new HashMap<>();
    private final Map<String, IntBuffer> intOutputs = new HashMap<>();
    private final Map<String, Room> rooms = new HashMap<>();

    /**
     * How many numbers an input takes.
     *
     * @param each of one step, of all examples; of the whole input if it has no steps
     * @param steps how many at the most; 1 if it has none
     * @param meaning what they are
     */
    record Room(int each, int steps, String meaning) {
        /** Of so many examples of an input. */
        static Room of(Graph.Input input, int examples, int each, int steps) {
            String shape = (examples == 1 ? "1 example of " : examples + " examples of ")
                    + input.type().shape();
            return new Room(each, steps, shape + " row by row");
        }

        boolean fits(int count) {
            return count > 0 && count % each == 0 && count / each <= steps;
        }

        @Override
        public String toString() {
            return steps == 1
                    ? each + " numbers, " + meaning
                    : each + " numbers a step, " + meaning + ", for 1 to " + steps + " steps";
        }
    }

    /** None yet, of a model of that name. */
    SessionBuffers(String model) {
        this.model = model;
    }

    void addInput(String name, FloatBuffer floats, Room room) {
        floatInputs.put(name, floats);
        rooms.put(name, room);
    }

    void addInput(String name, IntBuffer ints, Room room) {
        intInputs.put(name, ints);
        rooms.put(name, room);
    }

    void put(String name, float[] numbers) {
        FloatBuffer to = input(name);
        requireRoom(name, numbers.length);
        to.put(0, numbers);
    }

    void put(String name, int[] numbers) {
        IntBuffer to = inputInts(name);
        requireRoom(name, numbers.length);
        to.put(0, numbers);
    }

    private void requireRoom(String name, int count) {
        Room room = Objects.requireNonNull(rooms.get(name));
        if (!room.fits(count)) {
            throw new InputException(
                    "input '" + name + "' of a session of model '" + model + "' takes " + room + ": found " + count);
        }
    }

    void addOutput(String name, FloatBuffer floats) {
        floatOutputs.put(name, floats);
    }

    void addOutput(String name, IntBuffer ints) {
        intOutputs.put(name, ints);
    }

    FloatBuffer input(String name) {
        return found(floatInputs, name, DType.FLOAT32.label() + " input", intInputs, "inputInts");
    }

    IntBuffer inputInts(String name) {
        return found(intInputs, name, DType.INT32.label() + " input", floatInputs, "input");
    }

    FloatBuffer output(String name) {
        return found(floatOutputs, name, DType.FLOAT32.label() + " output", intOutputs, "outputInts");
    }

    IntBuffer outputInts(String name) {
        return found(intOutputs, name, DType.INT32.label() + " output", floatOutputs, "output");
    }

    private <B extends Buffer> B found(
            Map<String, B> buffers, String name, String kind, Map<String, ?> others, String method) {
        @Nullable B buffer = buffers.get(Objects.requireNonNull(name, "the name is null"));
        if (buffer == null) {
            throw new IllegalArgumentException("model '" + model + "' has no " + kind + " '" + name + "': "
                    + (others.containsKey(name)
                            ? "it is " + method + "(\"" + name + "\")"
                            : "it has " + buffers.keySet().stream().sorted().toList()));
        }
        return buffer;
    }
}
