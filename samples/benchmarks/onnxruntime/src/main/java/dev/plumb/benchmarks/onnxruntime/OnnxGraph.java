package dev.plumb.benchmarks.onnxruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A model file of ONNX with random weights, built operator by operator. The numbers of the fields are those of onnx.proto
 * (github.com/onnx/onnx), the operators those of operator set 17.
 */
final class OnnxGraph {
    private static final int FLOAT = 1;
    private static final int INT_64 = 7;
    private static final int OPERATORS = 17;
    private static final int IR = 8;

    private final ProtoWriter graph = new ProtoWriter();
    private final Random random = new Random(1);
    private int names;

    /** An attribute of an operator. */
    record Attribute(String name, ProtoWriter value) {
        private static final int FLOAT_KIND = 1;
        private static final int INT_KIND = 2;
        private static final int INTS_KIND = 7;

        static Attribute of(String name, long value) {
            return new Attribute(
                    name, new ProtoWriter().text(1, name).number(3, value).number(20, INT_KIND));
        }

        static Attribute of(String name, float value) {
            return new Attribute(
                    name, new ProtoWriter().text(1, name).real(2, value).number(20, FLOAT_KIND));
        }

        static Attribute of(String name, long... values) {
            ProtoWriter list = new ProtoWriter().text(1, name);
            for (long value : values) {
                list.number(8, value);
            }
            return new Attribute(name, list.number(20, INTS_KIND));
        }
    }

    /** The input of the model; its first axis is the batch. */
    String input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return name;
    }

    /** An input of whole numbers, one an example. */
    String ids(String name) {
        ProtoWriter dimensions = new ProtoWriter().message(1, new ProtoWriter().text(2, "batch"));
        graph.message(11, value(name, INT_64, dimensions));
        return name;
    }

    /** An input with an axis of any length, the one before the last. */
    String growing(String name, long heads, String length, long size) {
        graph.message(11, growingValue(name, heads, length, size));
        return name;
    }

    /** An output with such an axis. */
    void growingOutput(String name, long heads, String length, long size) {
        graph.message(12, growingValue(name, heads, length, size));
    }

    private static ProtoWriter growingValue(String name, long heads, String length, long size) {
        ProtoWriter dimensions = new ProtoWriter()
                .message(1, new ProtoWriter().text(2, "batch"))
                .message(1, new ProtoWriter().number(1, heads))
                .message(1, new ProtoWriter().text(2, length))
                .message(1, new ProtoWriter().number(1, size));
        return value(name, FLOAT, dimensions);
    }

    /** The output of the model. */
    void output(String name, long... shape) {
        graph.message(12, value(name, shape));
    }

    /** An operator with one output, whose name it gives. */
    String apply(String operator, List<String> inputs, Attribute... attributes) {
        String output = newName(operator);
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(each -> node.text(1, each));
        node.text(2, output).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.value());
        }
        graph.message(1, node);
        return output;
    }

    /** Weights with values around 0, the smaller the more of them an output sums. */
    String weights(int fanIn, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        return constant(values, shape);
    }

    /** One value for all of them. */
    String constant(float value, long size) {
        float[] values = new float[(int) size];
        Arrays.fill(values, value);
        return constant(values, size);
    }

    /** A scalar. */
    String constant(float value) {
        return constant(new float[] {value});
    }

    private String constant(float[] values, long... shape) {
        byte[] raw = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return constant(FLOAT, raw, shape);
    }

    /** A list of whole numbers: a shape. */
    String numbers(long... values) {
        byte[] raw = new byte[values.length * Long.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return constant(INT_64, raw, values.length);
    }

    private String constant(int kind, byte[] raw, long... shape) {
        String name = newName("weights");
        ProtoWriter tensor = new ProtoWriter();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, kind).text(8, name).raw(9, raw));
        return name;
    }

    /** The whole file. */
    byte[] bytes() {
        graph.text(2, "benchmark");
        ProtoWriter operators = new ProtoWriter().text(1, "").number(2, OPERATORS);
        return new ProtoWriter()
                .number(1, IR)
                .message(7, graph)
                .message(8, operators)
                .bytes();
    }

    private static ProtoWriter value(String name, long... shape) {
        ProtoWriter dimensions = new ProtoWriter().message(1, new ProtoWriter().text(2, "batch"));
        for (long size : shape) {
            dimensions.message(1, new ProtoWriter().number(1, size));
        }
        return value(name, FLOAT, dimensions);
    }

    private static ProtoWriter value(String name, int kind, ProtoWriter dimensions) {
        ProtoWriter tensor = new ProtoWriter().number(1, kind).message(2, dimensions);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private String newName(String operator) {
        return operator + "_" + names++;
    }
}
