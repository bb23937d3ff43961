package dev.plumb.samples.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** An ONNX file with one input and one output of floats, as ONNX Runtime runs it: nothing of Plumb is needed for it. Any number of threads may predict. */
final class ServedModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final String output;
    private final long[] shape;

    private ServedModel(Path file) throws OrtException {
        session = environment.createSession(file.toString());
        input = session.getInputNames().iterator().next();
        output = session.getOutputNames().iterator().next();
        shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
    }

    /** @throws IllegalArgumentException if ONNX Runtime does not take the file */
    static ServedModel load(Path file) {
        try {
            return new ServedModel(file);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    /** The name of the input, which the file states. */
    String input() {
        return input;
    }

    /** The name of the output. */
    String output() {
        return output;
    }

    /** How many numbers an example has: the product of the axes behind that of the examples. */
    int exampleSize() {
        long size = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            size *= shape[axis];
        }
        return Math.toIntExact(size);
    }

    /** The outputs of examples, a row each. */
    float[][] predict(float[][] examples) {
        long[] sizes = shape.clone();
        sizes[0] = examples.length;
        FloatBuffer numbers = FloatBuffer.allocate(examples.length * exampleSize());
        for (float[] example : examples) {
            numbers.put(example);
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers.flip(), sizes);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return (float[][]) result.get(0).getValue();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close the model: " + e.getMessage(), e);
        }
    }
}
