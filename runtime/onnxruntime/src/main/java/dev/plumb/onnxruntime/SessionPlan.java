package dev.plumb.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.plumb.compile.PredictPlan;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inputs and outputs of one size, which ONNX Runtime reads and writes where they lie. */
final class SessionPlan implements PredictPlan {
    private final LoadedModel model;
    private final List<Place> inputs = new ArrayList<>();
    private final List<Place> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> made = new LinkedHashMap<>();
    private long bytes;

    /** Memory of an array. */
    private record Place(ByteBuffer memory, boolean isFloat, List<Long> shape) {
        FloatBuffer floats() {
            return memory.asFloatBuffer();
        }

        IntBuffer ints() {
            return memory.asIntBuffer();
        }

        OnnxTensor tensor() throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
            return isFloat
                    ? OnnxTensor.createTensor(environment, floats(), sizes)
                    : OnnxTensor.createTensor(environment, ints(), sizes);
        }
    }

    /** For a graph whose sizes are all known. */
    SessionPlan(LoadedModel model, Graph graph, int examples) {
        this.model = model;
        try {
            for (Graph.Input input : graph.fed()) {
                Place place = place(examples, input.type(), input.type().dtype() == DType.FLOAT32);
                inputs.add(place);
                fed.put(input.name(), place.tensor());
            }
            for (int index = 0; index < model.outputs().size(); index++) {
                TensorType type = graph.outputs().get(index).type();
                Place place = place(examples, type, type.dtype() != DType.INT32);
                outputs.add(place);
                made.put(model.outputs().get(index), place.tensor());
            }
        } catch (OrtException e) {
            close();
            throw failed(e);
        }
    }

    private Place place(int examples, TensorType type, boolean isFloat) {
        List<Long> shape = new ArrayList<>(List.of((long) examples));
        Arrays.stream(type.shape().sizes()).forEach(shape::add);
        long length = shape.stream().reduce((long) Float.BYTES, Math::multiplyExact);
        bytes += length;
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.toIntExact(length)).order(ByteOrder.nativeOrder());
        return new Place(memory, isFloat, shape);
    }

    private static IllegalStateException failed(OrtException e) {
        return new IllegalStateException("ONNX Runtime cannot predict: " + e.getMessage(), e);
    }

    @Override
    public boolean isFloat(int index) {
        return inputs.get(index).isFloat();
    }

    @Override
    public int inputs() {
        return inputs.size();
    }

    @Override
    public int outputs() {
        return outputs.size();
    }

    @Override
    public FloatBuffer input(int index) {
        return inputs.get(index).floats();
    }

    @Override
    public IntBuffer inputInts(int index) {
        return inputs.get(index).ints();
    }

    @Override
    public boolean isFloatOutput(int index) {
        return outputs.get(index).isFloat();
    }

    @Override
    public FloatBuffer output(int index) {
        return outputs.get(index).floats();
    }

    @Override
    public IntBuffer outputInts(int index) {
        return outputs.get(index).ints();
    }

    @Override
    public FloatBuffer lastingInput(int index) {
        return input(index);
    }

    @Override
    public IntBuffer lastingInputInts(int index) {
        return inputInts(index);
    }

    @Override
    public FloatBuffer lastingOutput(int index) {
        return output(index);
    }

    @Override
    public IntBuffer lastingOutputInts(int index) {
        return outputInts(index);
    }

    @Override
    public List<Integer> outputShape(int index) {
        return outputs.get(index).shape().stream().map(Math::toIntExact).toList();
    }

    /** Nothing is random: what draws numbers is refused when the model is written. */
    @Override
    public void seed(int seed) {}

    @Override
    public void run() {
        try {
            model.session().run(fed, made).close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public long nativeBytes() {
        return bytes;
    }

    @Override
    public void close() {
        fed.values().forEach(OnnxTensor::close);
        made.values().forEach(OnnxTensor::close);
    }
}
