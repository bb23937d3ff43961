package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What cannot be read is said with its node, its operator and the reason; all of it at once. */
final class RefusedOnnxFilesTest {
    @TempDir
    Path folder;

    /** A model with one input x of this shape, whose output is y. */
    private Path file(List<Long> shape, NodeProto... nodes) throws IOException {
        ValueInfoProto.Builder x = ValueInfoProto.newBuilder().setName("x");
        x.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
        shape.forEach(size -> x.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(size));
        GraphProto graph = GraphProto.newBuilder()
                .setName("Model")
                .addInput(x)
                .addOutput(ValueInfoProto.newBuilder().setName("y"))
                .addAllNode(List.of(nodes))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private static NodeProto node(String type, String from, String to, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName("the " + type)
                .addInput(from)
                .addOutput(to)
                .addAllAttribute(Arrays.asList(attributes))
                .build();
    }

    private static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static List<String> reasons(Path file) {
        return assertThrows(UnsupportedOperatorsException.class, () -> OnnxImport.read(file))
                .reasons();
    }

    @Test
    void allReasonsAreSaidAtOnce() throws IOException {
        Path file = file(
                List.of(2L, 3L, 8L),
                node("Abs", "x", "a"),
                node("MaxPool", "x", "b", integers("kernel_shape", 2), integers("dilations", 2)),
                NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput("a")
                        .addInput("b")
                        .addOutput("y")
                        .build());
        assertEquals(
                List.of(
                        "node 1 'the Abs' (Abs): there is no layer for this operator",
                        "node 2 'the MaxPool' (MaxPool): its attribute dilations is [2]: poolings here have none"),
                reasons(file));
        String message = assertThrows(UnsupportedOperatorsException.class, () -> OnnxImport.read(file))
                .getMessage();
        assertTrue(
                message.startsWith("the model in '" + file + "' has 2 things without a counterpart here:\n  node 1"),
                message);
    }

    @Test
    void examplesStayExamples() throws IOException {
        assertEquals(
                List.of("node 2 'the Softmax' (Softmax): it works along the examples of [3, examples]"),
                reasons(file(List.of(4L, 3L), node("Transpose", "x", "t"), node("Softmax", "t", "y"))));
        assertEquals(
                List.of("the output 'y': its shape is [examples, 1], and the examples are no axis of their own"),
                reasons(file(List.of(4L, 3L, 4L), node("Flatten", "x", "y", integer("axis", 3)))));
    }

    private static NodeProto attention(String... inputs) {
        return NodeProto.newBuilder()
                .setOpType("Attention")
                .setName("heads")
                .addAllInput(List.of(inputs))
                .addOutput("y")
                .addAttribute(integer("q_num_heads", 2))
                .addAttribute(integer("kv_num_heads", 2))
                .build();
    }

    /** What of an attention has no counterpart is named. */
    @Test
    void anAttentionThatNoLayerIsSaysWhy() throws IOException {
        List<Long> shape = List.of(2L, 4L, 4L);
        String heads = "node 1 'heads' (Attention): ";
        assertEquals(
                List.of(heads + "its mask is of numbers that are computed and added to the scores: masks here say which"
                        + " steps are seen, so give it as truth values"),
                reasons(file(shape, attention("x", "x", "x", "x"))));
        assertEquals(
                List.of(
                        "node 2 'heads' (Attention): its mask is where a tensor is 0, and no layer here says that of one:"
                                + " leave the negation out, and give the model a mask that is not 0 where a step is seen"),
                reasons(file(shape, node("Not", "x", "not"), attention("x", "x", "x", "not"))));
        assertEquals(
                List.of(heads + "it has the input past_key: layers here keep nothing of earlier calls, and have masks"
                        + " for steps that do not count"),
                reasons(file(shape, attention("x", "x", "x", "", "x", "x"))));
        assertEquals(
                List.of(heads + "its attribute softcap is 5.0: scores here have no limit"),
                reasons(file(
                        shape,
                        attention("x", "x", "x").toBuilder()
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("softcap")
                                        .setType(AttributeProto.AttributeType.FLOAT)
                                        .setF(5))
                                .build())));
        assertEquals(
                List.of(heads + "its attribute q_num_heads is 2 for 3 features"),
                reasons(file(List.of(2L, 4L, 3L), attention("x", "x", "x"))));
        assertEquals(
                List.of("node 2 'heads' (Attention): its output present_key is used, which no layer here gives"),
                reasons(file(
                        shape,
                        node("Relu", "x", "r"),
                        attention("r", "r", "r").toBuilder()
                                .addOutput("present")
                                .build(),
                        node("Relu", "present", "z"))));
    }

    @Test
    void operatorsOfOthersAreNone() throws IOException {
        NodeProto foreign = node("FusedMatMul", "x", "y").toBuilder()
                .setDomain("com.microsoft")
                .build();
        assertEquals(
                List.of("node 1 'the FusedMatMul' (com.microsoft.FusedMatMul): it is no operator of ONNX, but of"
                        + " 'com.microsoft'"),
                reasons(file(List.of(4L, 3L), foreign)));
    }

    @Test
    void whatIsNoFileOfOnnxIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "PK and nothing else");
        String message = assertThrows(UncheckedIOException.class, () -> OnnxImport.read(file))
                .getMessage();
        assertTrue(message.startsWith("'" + file + "' is no ONNX file that can be read: at byte "), message);
    }

    private static Network dense(int features) {
        GraphBuilder g = GraphBuilder.named("Dense");
        return Network.create(
                g.output(g.apply("out", Layers.dense(2), g.input("x", features)))
                        .build(),
                1);
    }

    @Test
    void weightsMayStandInAnotherFile() throws IOException {
        Network network = dense(300);
        Path file = folder.resolve("large.onnx");
        OnnxModel.of(network).write(file, 0);
        INDArray x = Nd4j.rand(2, 300);
        assertEquals(
                network.predict(List.of(x)), OnnxImport.read(file).network().predict(List.of(x)));
        Path data = folder.resolve("large.onnx.data");
        Files.write(data, new byte[8]);
        String shorter = assertThrows(UncheckedIOException.class, () -> OnnxImport.read(file))
                .getMessage();
        assertTrue(shorter.contains("the array 'out/") && shorter.contains("that file has 8"), shorter);
        Files.delete(data);
        String none = assertThrows(UncheckedIOException.class, () -> OnnxImport.read(file))
                .getMessage();
        assertTrue(none.contains("there is no such file in '" + folder + "'"), none);
    }

    @Test
    void namesAreThoseOfTheModel() throws IOException {
        Path file = folder.resolve("dense.onnx");
        OnnxModel.of(dense(3)).write(file);
        OnnxImport model = OnnxImport.read(file);
        assertEquals("Dense", model.graph().name());
        assertEquals(
                List.of("out"),
                model.graph().nodes().stream().map(node -> node.name()).toList());
        assertEquals("'x': axes as in the file", model.inputs().get(0).toString());
    }

    /** Reading does not go into the depth by calls. */
    @Test
    void aLongChainIsRead() throws IOException {
        int count = 3_000;
        NodeProto[] chain = new NodeProto[count];
        for (int i = 0; i < count; i++) {
            chain[i] = node("Relu", i == 0 ? "x" : "h" + i, i == count - 1 ? "y" : "h" + (i + 1)).toBuilder()
                    .setName("relu" + i)
                    .build();
        }
        assertEquals(
                count,
                OnnxImport.read(file(List.of(1L, 4L), chain)).graph().nodes().size());
    }
}
