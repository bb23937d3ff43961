package dev.plumb.runtime;

import dev.plumb.dsl.DType;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The buffers of a session by the names of inputs and outputs. */
final class SessionBuffers {
    private final String model;
    private final Map<String, FloatBuffer> floatInputs = new HashMap<>();
    private final Map<String, IntBuffer> intInputs = new HashMap<>();
    private final Map<String, FloatBuffer> outputs = new HashMap<>();

    /** None yet, of a model of that name. */
    SessionBuffers(String model) {
        this.model = model;
    }

    void addInput(String name, FloatBuffer floats) {
        floatInputs.put(name, floats);
    }

    void addInput(String name, IntBuffer ints) {
        intInputs.put(name, ints);
    }

    void addOutput(String name, FloatBuffer floats) {
        outputs.put(name, floats);
    }

    FloatBuffer input(String name) {
        return found(floatInputs, name, DType.FLOAT32.label() + " input");
    }

    IntBuffer inputInts(String name) {
        return found(intInputs, name, DType.INT32.label() + " input");
    }

    FloatBuffer output(String name) {
        return found(outputs, name, "output");
    }

    private <B extends Buffer> B found(Map<String, B> buffers, String name, String kind) {
        @Nullable B buffer = buffers.get(Objects.requireNonNull(name, "the name is null"));
        if (buffer == null) {
            throw new IllegalArgumentException("model '" + model + "' has no " + kind + " '" + name + "': it has "
                    + buffers.keySet().stream().sorted().toList());
        }
        return buffer;
    }
}
