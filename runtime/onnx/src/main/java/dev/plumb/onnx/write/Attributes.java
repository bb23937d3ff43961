package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;

/** Attributes of nodes. */
final class Attributes {
    private Attributes() {}

    static AttributeProto number(String name, long value) {
        return of(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto fraction(String name, float value) {
        return of(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto text(String name, String value) {
        return of(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto numbers(String name, List<Integer> values) {
        AttributeProto.Builder builder = of(name, AttributeType.INTS);
        values.forEach(builder::addInts);
        return builder.build();
    }

    static AttributeProto longs(String name, List<Long> values) {
        return of(name, AttributeType.INTS).addAllInts(values).build();
    }

    static AttributeProto texts(String name, List<String> values) {
        AttributeProto.Builder builder = of(name, AttributeType.STRINGS);
        values.forEach(value -> builder.addStrings(ByteString.copyFromUtf8(value)));
        return builder.build();
    }

    /** The same number so many times. */
    static AttributeProto repeated(String name, int value, int times) {
        return numbers(name, Collections.nCopies(times, value));
    }

    static AttributeProto tensor(String name, TensorProto value) {
        return of(name, AttributeType.TENSOR).setT(value).build();
    }

    static AttributeProto graph(String name, GraphProto value) {
        return of(name, AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder of(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
