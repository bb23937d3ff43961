package dev.plumb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages ONNX files: half of the time their bytes, half of the time what a message says, which is a message again. */
final class OnnxMutants {
    private static final long[] NUMBERS = {
        0, -1, 1, 2, 7, 64, 1 << 20, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final List<String> TYPES = List.of(
            "Conv",
            "Gemm",
            "MatMul",
            "LSTM",
            "Reshape",
            "Transpose",
            "Concat",
            "Gather",
            "Slice",
            "Pad",
            "Resize",
            "ConvTranspose",
            "MaxPool",
            "Softmax",
            "ReduceMean",
            "Split",
            "Squeeze",
            "Loop",
            "Nothing",
            "");

    private final Random random;

    OnnxMutants(long seed) {
        random = new Random(seed);
    }

    /** What was done, and the file then. */
    record Mutant(String what, ByteString bytes) {}

    Mutant of(byte[] file) throws InvalidProtocolBufferException {
        return random.nextBoolean() ? inBytes(file.clone()) : inMessage(file);
    }

    private Mutant inBytes(byte[] file) {
        int at = random.nextInt(file.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                return new Mutant("cut at " + at, ByteString.copyFrom(Arrays.copyOf(file, at)));
            }
            case 1 -> {
                file[at] = (byte) random.nextInt();
                return new Mutant("another byte at " + at, ByteString.copyFrom(file));
            }
            case 2 -> {
                Arrays.fill(file, at, Math.min(file.length, at + 8), (byte) 0xff);
                return new Mutant("eight bytes of ones at " + at, ByteString.copyFrom(file));
            }
            default -> {
                byte[] shorter = new byte[file.length - 1];
                System.arraycopy(file, 0, shorter, 0, at);
                System.arraycopy(file, at + 1, shorter, at, shorter.length - at);
                return new Mutant("without byte " + at, ByteString.copyFrom(shorter));
            }
        }
    }

    private Mutant inMessage(byte[] file) throws InvalidProtocolBufferException {
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        String what =
                switch (random.nextInt(3)) {
                    case 0 -> array(model.getGraphBuilder());
                    case 1 -> attribute(model.getGraphBuilder());
                    default -> node(model.getGraphBuilder());
                };
        return new Mutant(what, model.build().toByteString());
    }

    private String array(GraphProto.Builder graph) {
        if (graph.getInitializerCount() == 0) {
            return node(graph);
        }
        int index = random.nextInt(graph.getInitializerCount());
        TensorProto.Builder array = graph.getInitializerBuilder(index);
        String name = "array " + array.getName();
        switch (random.nextInt(5)) {
            case 0 -> {
                graph.removeInitializer(index);
                return name + " is not there";
            }
            case 1 -> {
                array.setDataType(random.nextInt(30));
                return name + " of another type";
            }
            case 2 -> {
                ByteString data = array.getRawData();
                array.setRawData(data.substring(0, random.nextInt(data.size() + 1)));
                return name + " is shorter";
            }
            case 3 -> {
                array.addDims(number());
                return name + " has one more axis";
            }
            default -> {
                if (array.getDimsCount() > 0) {
                    array.setDims(random.nextInt(array.getDimsCount()), number());
                }
                return name + " has another size";
            }
        }
    }

    private String attribute(GraphProto.Builder graph) {
        NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
        if (node.getAttributeCount() == 0) {
            return node(graph);
        }
        int index = random.nextInt(node.getAttributeCount());
        AttributeProto.Builder attribute = node.getAttributeBuilder(index);
        String name = "attribute " + attribute.getName() + " of " + node.getName();
        switch (random.nextInt(4)) {
            case 0 -> {
                node.removeAttribute(index);
                return name + " is not there";
            }
            case 1 -> {
                List<AttributeType> types = List.of(AttributeType.values());
                attribute.setType(types.get(random.nextInt(types.size())));
                return name + " of another type";
            }
            case 2 -> {
                attribute.setI(number()).setF(random.nextFloat() * 100 - 50);
                return name + " is another number";
            }
            default -> {
                if (attribute.getIntsCount() > 0 && random.nextBoolean()) {
                    attribute.setInts(random.nextInt(attribute.getIntsCount()), number());
                } else {
                    attribute.addInts(number());
                }
                return name + " has other numbers";
            }
        }
    }

    private String node(GraphProto.Builder graph) {
        int index = random.nextInt(graph.getNodeCount());
        NodeProto.Builder node = graph.getNodeBuilder(index);
        String name = "node " + node.getName();
        switch (random.nextInt(5)) {
            case 0 -> {
                graph.removeNode(index);
                return name + " is not there";
            }
            case 1 -> {
                node.setOpType(TYPES.get(random.nextInt(TYPES.size())));
                return name + " is a " + node.getOpType();
            }
            case 2 -> {
                NodeProto other = graph.getNode(random.nextInt(graph.getNodeCount()));
                if (other.getOutputCount() > 0 && node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), other.getOutput(0));
                }
                return name + " takes what " + other.getName() + " gives";
            }
            case 3 -> {
                if (node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), "");
                }
                return name + " lacks an input";
            }
            default -> {
                if (node.getOutputCount() > 0) {
                    node.setOutput(0, "elsewhere");
                }
                return name + " gives something else";
            }
        }
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
