package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.plumb.dsl.DType;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Products with a matrix of weights in whole numbers: weights of one byte with a scale for each column, and what is multiplied is rounded to one byte where it runs. Weights are unsigned around 128:
 * products of signed ones may overflow on processors without instructions for them.
 */
public final class IntegerProducts {
    private static final int ZERO = 128;
    private static final int MOST = 127;

    private final WrittenGraph written;
    private final Map<String, TensorProto> arrays;
    private final Scope scope;
    private final Set<String> done = new HashSet<>();

    private IntegerProducts(WrittenGraph written) {
        this.written = written;
        this.arrays = new LinkedHashMap<>(written.arrays());
        this.scope = Scope.root(written.names());
    }

    /**
     * A graph with its products in whole numbers.
     *
     * @param chosen by the name of the matrix
     */
    public static WrittenGraph in(WrittenGraph written, Predicate<String> chosen) {
        return new IntegerProducts(written).write(chosen);
    }

    private WrittenGraph write(Predicate<String> chosen) {
        Uses uses = new Uses(written.graph());
        List<NodeProto> nodes = new ArrayList<>();
        int before = 0;
        for (NodeProto node : written.graph().getNodeList()) {
            if (node.getOpType().equals("MatMul") && isQuantized(node.getInput(1), chosen, uses)) {
                scope.entering(node.getName());
                scope.name(product(node.getInput(0), node.getInput(1)), node.getOutput(0));
                List<NodeProto> made = scope.nodes();
                nodes.addAll(made.subList(before, made.size()));
                before = made.size();
            } else {
                nodes.add(node);
            }
        }
        scope.arrays().forEach(arrays::putIfAbsent);
        return new WrittenGraph(
                written.graph().toBuilder().clearNode().addAllNode(nodes).build(), arrays, written.opset());
    }

    private boolean isQuantized(String matrix, Predicate<String> chosen, Uses uses) {
        TensorProto array = written.arrays().get(matrix);
        return array != null
                && array.getDataType() == DataType.FLOAT_VALUE
                && array.getDimsCount() == 2
                && chosen.test(matrix)
                && uses.isMatrix(matrix);
    }

    private String product(String x, String matrix) {
        String scales = matrix + "/scales";
        if (done.add(matrix)) {
            quantize(arrays.get(matrix), scales);
        }
        List<String> rounded = scope.nodes("DynamicQuantizeLinear", 3, List.of(x));
        String zero = scope.constant(TensorProto.newBuilder()
                .setDataType(DataType.UINT8_VALUE)
                .setRawData(ByteString.copyFrom(new byte[] {(byte) ZERO}))
                .build());
        String sums = scope.node("MatMulInteger", List.of(rounded.get(0), matrix, rounded.get(2), zero));
        String scale = scope.node("Mul", List.of(rounded.get(1), scales));
        return scope.node("Mul", List.of(scope.cast(sums, DType.FLOAT32), scale));
    }

    private void quantize(TensorProto array, String scalesName) {
        int rows = (int) array.getDims(0);
        int columns = (int) array.getDims(1);
        FloatBuffer numbers = array.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] scales = new float[columns];
        for (int index = 0; index < rows * columns; index++) {
            float size = Math.abs(numbers.get(index));
            if (!Float.isFinite(size)) {
                throw new IllegalArgumentException("weight '" + array.getName() + "' has the number "
                        + numbers.get(index) + ", which no whole number stands for: leave this layer out");
            }
            scales[index % columns] = Math.max(scales[index % columns], size / MOST);
        }
        byte[] whole = new byte[rows * columns];
        for (int index = 0; index < whole.length; index++) {
            float scale = scales[index % columns];
            int steps = scale == 0 ? 0 : Math.round(numbers.get(index) / scale);
            whole[index] = (byte) (ZERO + Math.max(-MOST, Math.min(MOST, steps)));
        }
        arrays.put(
                array.getName(),
                array.toBuilder()
                        .setDataType(DataType.UINT8_VALUE)
                        .setRawData(ByteString.copyFrom(whole))
                        .build());
        arrays.put(
                scalesName,
                Tensors.floats(List.of(columns), scales).toBuilder()
                        .setName(scalesName)
                        .build());
    }
}
