package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.plumb.dsl.DType;
import java.util.List;

/** Types of arrays. */
final class Types {
    private Types() {}

    /** With sizes where they are known, and none elsewhere. */
    static ValueInfoProto of(String name, DType dtype, List<VaryingSize> shape) {
        return named(
                name,
                dtype,
                shape.stream()
                        .map(size -> size.isKnown()
                                ? Dimension.newBuilder()
                                        .setDimValue(size.known())
                                        .build()
                                : Dimension.getDefaultInstance())
                        .toList());
    }

    static ValueInfoProto named(String name, DType dtype, List<Dimension> shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(Tensors.type(dtype))
                                .setShape(TensorShapeProto.newBuilder().addAllDim(shape))))
                .build();
    }
}
