package dev.plumb.benchmarks.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Engine;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Measures ONNX Runtime, which predicts and does not train. Each call takes floats that lie in native memory and gives floats. */
public final class OnnxRuntime implements Engine {
    private static final long[] IMAGE = {3, 224, 224};
    private static final long[] FLAT_IMAGE = {784};

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    private OnnxRuntime() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new OnnxRuntime());
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public Optional<Work> work(Workload workload) throws OrtException {
        int rows = workload.rows();
        return switch (workload) {
            case W1_SMALL, W1_SMALL_TWO -> work(OnnxModels.dense(20, 128, 64, 10), rows, 20);
            case W1_MLP, W1_MLP_TWO, W6_START, W10_HALF -> work(OnnxModels.dense(784, 256, 128, 10), rows, FLAT_IMAGE);
            case W7_RESNET50_1, W7_RESNET50_8 -> work(OnnxModels.resNet50(), rows, IMAGE);
            case W7_MOBILENETV2_1, W7_MOBILENETV2_8 -> work(OnnxModels.mobileNetV2(), rows, IMAGE);
            case W7_EFFICIENTNETB0_1, W7_EFFICIENTNETB0_8 -> work(OnnxModels.efficientNetB0(), rows, IMAGE);
            case W9_TOKENS -> Optional.of(Generating.tokens(environment));
            default -> Optional.empty();
        };
    }

    /** A caller has a buffer for the most rows, of which it uses the first. */
    private Optional<Work> work(byte[] model, int most, long... example) throws OrtException {
        OrtSession session = environment.createSession(model);
        String output = session.getOutputNames().iterator().next();
        int size = (int) Arrays.stream(example).reduce(1, (a, b) -> a * b);
        return Optional.of(() -> {
            FloatBuffer values = ByteBuffer.allocateDirect(most * size * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            return rows -> {
                long[] shape = LongStream.concat(LongStream.of(rows), Arrays.stream(example))
                        .toArray();
                values.clear().limit(rows * size);
                try (OnnxTensor input = OnnxTensor.createTensor(environment, values, shape);
                        OrtSession.Result result = session.run(Map.of(OnnxModels.INPUT, input))) {
                    ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
                }
            };
        });
    }
}
