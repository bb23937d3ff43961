package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arithmetic with numbers of the file, and of these alone. */
final class ConstantsInOnnxFilesTest {
    @TempDir
    Path folder;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("Model");

    private void input(long... shape) {
        ValueInfoProto.Builder x = ValueInfoProto.newBuilder().setName("x");
        x.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
        Arrays.stream(shape).forEach(size -> x.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(size));
        graph.addInput(x);
    }

    private void reals(String name, List<Float> values, long... shape) {
        TensorProto.Builder array = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllFloatData(values);
        Arrays.stream(shape).forEach(array::addDims);
        graph.addInitializer(array);
    }

    private void wholes(String name, long... values) {
        TensorProto.Builder array = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        Arrays.stream(values).forEach(array::addInt64Data);
        graph.addInitializer(array);
    }

    private NodeProto.Builder node(String type, String to, String... from) {
        return graph.addNodeBuilder()
                .setOpType(type)
                .setName(to)
                .addAllInput(List.of(from))
                .addOutput(to);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private Path file() throws IOException {
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private List<String> reasons() throws IOException {
        Path file = file();
        return assertThrows(UnsupportedOperatorsException.class, () -> OnnxImport.read(file))
                .reasons();
    }

    private List<String> layers() throws IOException {
        return OnnxImport.read(file()).graph().nodes().stream()
                .map(node -> node.spec().describe())
                .toList();
    }

    private void gelu(String last) {
        input(2, 4);
        reals("root", List.of((float) Math.sqrt(2)));
        reals("one", List.of(1f));
        reals("half", List.of(0.5f));
        node("Div", "a", "x", "root");
        node("Erf", "e", "a");
        node("Add", "p", "e", "one");
        node("Mul", "m", "p", last);
        node("Mul", "y", "m", "half");
    }

    @Test
    void geluMultipliesByWhatItTook() throws IOException {
        gelu("x");
        assertEquals(List.of("Activation(GELU)"), layers());
    }

    /** The same nodes with the shared √2 in the place of x compute something else. */
    @Test
    void aSharedConstantIsNotWhatGeluTook() throws IOException {
        gelu("root");
        assertEquals(List.of("node 2 'e' (Erf): there is no layer for this operator"), reasons());
    }

    /** Ones and zeros, too, make a larger array of a smaller one. */
    @Test
    void numbersThatChangeNothingMayChangeTheShape() throws IOException {
        for (String type : List.of("Mul", "Div", "Add", "Sub", "Pow")) {
            graph.clear();
            float neutral = type.equals("Add") || type.equals("Sub") ? 0 : 1;
            input(2, 5, 1);
            reals("c", Collections.nCopies(4, neutral), 4);
            node(type, "y", "x", "c");
            assertEquals(
                    List.of("node 1 'y' (" + type + "): its inputs have the shapes [examples, 5, 1] and [4]"),
                    reasons());
            graph.clear();
            input(2, 5);
            reals("c", List.of(neutral), 1, 1, 1);
            node(type, "y", "x", "c");
            assertEquals(
                    List.of("node 1 'y' (" + type + "): its inputs have the shapes [examples, 5] and [1, 1, 1]"),
                    reasons());
        }
    }

    /** Also as many as there are examples in the file. */
    @Test
    void numbersThatChangeNothingAreNoLayer() throws IOException {
        input(2, 5);
        reals("zeros", Collections.nCopies(10, 0f), 2, 5);
        node("Add", "sum", "x", "zeros");
        node("Relu", "y", "sum");
        assertEquals(List.of("Activation(RELU)"), layers());
    }

    /** Fourteen nodes ask for 4^14 times what the file has; and a Gather for as many rows as it likes. */
    @Test
    void noMoreIsComputedThanFollowsFromTheFile() throws IOException {
        input(2, 5);
        reals("c0", Collections.nCopies(64, 1f), 64);
        for (int i = 0; i < 14; i++) {
            node("Concat", "c" + (i + 1), "c" + i, "c" + i, "c" + i, "c" + i).addAttribute(integer("axis", 0));
        }
        node("Add", "y", "x", "c14");
        String rest = " numbers of those in the file: when a file is read, no more than 16 for each of its numbers, and"
                + " 4,194,304, are computed. Store what it makes in the file";
        assertEquals(List.of("node 8 'c8' (Concat): it makes 4,194,304" + rest), reasons());
        graph.clear();
        input(2, 5);
        reals("row", Collections.nCopies(2000, 1f), 1, 2000);
        wholes("places", new long[3000]);
        node("Gather", "g", "row", "places");
        node("Add", "y", "x", "g");
        assertEquals(List.of("node 1 'g' (Gather): it makes 6,000,000" + rest), reasons());
    }

    /** What is added to zeros, and so what was computed when the file was read. */
    private void assertAdds(float... expected) throws IOException {
        node("Cast", "real", "made").addAttribute(integer("to", TensorProto.DataType.FLOAT.getNumber()));
        input(2, expected.length);
        node("Add", "y", "x", "real");
        INDArray y = OnnxImport.read(file())
                .network()
                .predict(List.of(Nd4j.zeros(1, expected.length)))
                .get(0);
        assertArrayEquals(expected, y.toFloatVector(), 1e-6f);
        graph.clear();
    }

    @Test
    void partsAreTakenWithSteps() throws IOException {
        long lowest = Long.MIN_VALUE;
        slice(-1, lowest, -1);
        assertAdds(5, 4, 3, 2, 1, 0);
        slice(4, 0, -2);
        assertAdds(4, 2);
        slice(100, -100, -3);
        assertAdds(5, 2);
        slice(-5, Long.MAX_VALUE, 2);
        assertAdds(1, 3, 5);
        slice(0, 6, 0);
        node("Add", "y", "x", "made");
        input(2, 6);
        assertEquals(List.of("node 1 'made' (Slice): its step is 0"), reasons());
    }

    private void slice(long start, long end, long step) {
        wholes("numbers", 0, 1, 2, 3, 4, 5);
        wholes("starts", start);
        wholes("ends", end);
        wholes("axes", 0);
        wholes("steps", step);
        node("Slice", "made", "numbers", "starts", "ends", "axes", "steps");
    }

    @Test
    void partsAreSplit() throws IOException {
        wholes("numbers", 0, 1, 2, 3, 4);
        node("Split", "made", "numbers").addOutput("rest").addAttribute(integer("num_outputs", 2));
        assertAdds(0, 1, 2);
        wholes("numbers", 0, 1, 2, 3, 4);
        wholes("sizes", 1, 4);
        node("Split", "first", "numbers", "sizes").addOutput("made");
        assertAdds(1, 2, 3, 4);
        wholes("numbers", 0, 1, 2, 3, 4);
        wholes("sizes", 1, 5);
        node("Split", "first", "numbers", "sizes").addOutput("made");
        input(2, 4);
        node("Add", "y", "x", "made");
        assertEquals(List.of("node 1 'first' (Split): it splits 5 into 2 parts of [1, 5]"), reasons());
    }

    /** As PyTorch writes it before an Expand: −1 is the size that is there. */
    @Test
    void numbersAreChosen() throws IOException {
        wholes("sizes", 7, -1, 9);
        wholes("minus", -1);
        wholes("ones", 1, 1, 1);
        node("Equal", "is", "sizes", "minus");
        node("Where", "made", "is", "ones", "sizes");
        assertAdds(7, 1, 9);
    }

    /** The same of the sizes of the input, of which that of the examples varies. */
    @Test
    void sizesAreChosen() throws IOException {
        input(2, 1, 4);
        wholes("one", 1);
        wholes("three", 3);
        wholes("first", 0);
        wholes("minus", -1);
        wholes("ones", 1, 1, 1);
        node("Shape", "all", "x");
        node("Gather", "examples", "all", "first");
        node("Concat", "sizes", "examples", "three", "minus").addAttribute(integer("axis", 0));
        node("Equal", "is", "sizes", "minus");
        node("Where", "wanted", "is", "ones", "sizes");
        node("Expand", "y", "x", "wanted");
        assertEquals(List.of("Flatten", "RepeatVector(3)"), layers());
    }

    /** Keras and PyTorch have other curves by the name of cubic. */
    @Test
    void aCubicResizeSaysWhichCurveItHas() throws IOException {
        input(2, 1, 4, 4);
        reals("factors", List.of(1f, 1f, 2f, 2f), 4);
        node("Resize", "y", "x", "", "factors")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("mode")
                        .setType(AttributeProto.AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("cubic")));
        assertEquals(
                List.of(
                        "node 1 'y' (Resize): its mode is 'cubic' with cubic_coeff_a -0.75: layers that are cubic here have"
                                + " -0.5, and no Resize is read as one. Export it as 'linear' or 'nearest'"),
                reasons());
    }

    /** One number in a shape that is not known keeps it where it is computed with. */
    @Test
    void anArrayOfOneNumberIsComputedWith() throws IOException {
        node("Shape", "size", "x");
        node("ConstantOfShape", "ones", "size")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(TensorProto.newBuilder()
                                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                                .addDims(1)
                                .addFloatData(2)));
        node("Neg", "made", "ones");
        assertAdds(-2, -2, -2);
    }

    private void spread(String type, long... shape) {
        input(2, 1);
        reals("number", List.of(List.of("Mul", "Div", "Pow").contains(type) ? 1f : 0f));
        wholes("shape", shape);
        node("Expand", "wide", "number", "shape");
        node(type, "y", "x", "wide");
    }

    /** A number that changes nothing where it stands may still make more of a tensor. */
    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Pow", "Sum"})
    void aNeutralNumberThatWidensIsNotNothing(String type) throws IOException {
        spread(type, 4);
        assertEquals(List.of("node 2 'y' (" + type + "): its inputs have the shapes [examples, 1] and [4]"), reasons());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Mul"})
    void neitherIsOneOfMoreAxes(String type) throws IOException {
        spread(type, 3, 2, 1);
        assertEquals(
                List.of("node 2 'y' (" + type + "): its inputs have the shapes [examples, 1] and [3, 2, 1]"),
                reasons());
    }

    @Test
    void manyThatAreNotLaidOutWidenToo() throws IOException {
        spread("Mul", 10000);
        assertEquals(List.of("node 2 'y' (Mul): its inputs have the shapes [examples, 1] and [10000]"), reasons());
    }

    @Test
    void anArrayThatIsExpandedWidens() throws IOException {
        input(2, 1, 4);
        reals("row", List.of(1f, 1f, 1f, 1f), 4);
        wholes("shape", 3, 4);
        node("Expand", "wide", "row", "shape");
        node("Mul", "y", "x", "wide");
        assertEquals(List.of("node 2 'y' (Mul): its inputs have the shapes [examples, 1, 4] and [3, 4]"), reasons());
    }

    @Test
    void aNumberThatIsExpandedToTheShapeThatIsThereIsNothing() throws IOException {
        input(2, 4);
        reals("number", List.of(1f));
        wholes("shape", 2, 4);
        node("Expand", "wide", "number", "shape");
        node("Mul", "m", "x", "wide");
        node("Relu", "y", "m");
        assertEquals(List.of("Activation(RELU)"), layers());
    }

    private float[] predicted(INDArray x) throws IOException {
        return OnnxImport.read(file())
                .network()
                .predict(List.of(x))
                .get(0)
                .ravel()
                .toFloatVector();
    }

    /** As PyTorch writes a parameter that is expanded over the examples, of which a file has two. */
    @Test
    void numbersThatAreExpandedOverTheExamplesAreTheSameForAll() throws IOException {
        input(2, 2, 3);
        reals("row", List.of(1f, 2f, 3f, 4f, 5f, 6f), 1, 2, 3);
        wholes("shape", 2, 2, 3);
        node("Expand", "wide", "row", "shape");
        node("Sub", "y", "x", "wide");
        INDArray x = Nd4j.create(new float[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3})
                .reshape(3, 2, 3);
        float[] expected = {0, -1, -2, -3, -4, -5, 1, 0, -1, -2, -3, -4, 2, 1, 0, -1, -2, -3};
        assertArrayEquals(expected, predicted(x), 1e-6f);
    }

    @Test
    void soIsOneNumber() throws IOException {
        input(2, 3);
        reals("number", List.of(2f));
        wholes("shape", 2, 1);
        node("Expand", "wide", "number", "shape");
        node("Div", "y", "x", "wide");
        assertArrayEquals(new float[] {1, 2, 3}, predicted(Nd4j.create(new float[][] {{2, 4, 6}})), 1e-6f);
    }

    @Test
    void numbersOfTheirOwnForEachExampleAreNot() throws IOException {
        input(2, 2);
        reals("own", List.of(1f, 2f, 1f, 3f), 2, 2);
        node("Add", "y", "x", "own");
        assertEquals(List.of("node 1 'y' (Add): it has numbers of its own for each example"), reasons());
    }

    @Test
    void aPowerThatIsExpandedIsOne() throws IOException {
        input(2, 3);
        reals("two", List.of(2f));
        wholes("shape", 1, 3);
        node("Expand", "wide", "two", "shape");
        node("Pow", "y", "x", "wide");
        assertArrayEquals(new float[] {1, 4, 9}, predicted(Nd4j.create(new float[][] {{1, 2, 3}})), 1e-6f);
    }

    /** x of any number of examples and of steps: [examples, steps, 3]. */
    private void sequences() {
        input(1, 1, 3);
        graph.getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(0, TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .setDim(1, TensorShapeProto.Dimension.newBuilder().setDimParam("t"));
        reals("row", List.of(1f, 2f, 3f), 3);
        wholes("one", 1);
        wholes("three", 3);
        node("Shape", "all", "x");
        node("Slice", "sizes", "all", "one", "three");
    }

    /** There are as many rows as steps, and the mean has one. */
    @Test
    void anArrayThatIsExpandedAlongAnAxisOfAnySizeWidens() throws IOException {
        sequences();
        node("ReduceMean", "mean", "x", "one");
        node("Expand", "rows", "row", "sizes");
        node("Add", "y", "mean", "rows");
        assertEquals(List.of("node 5 'y' (Add): its inputs have the shapes [examples, 1, 3] and [t, 3]"), reasons());
    }

    @Test
    void soDoesOneThatIsMultipliedWithSuchANumber() throws IOException {
        sequences();
        reals("rows", List.of(1f, 2f, 3f), 1, 3);
        node("ReduceMean", "mean", "x", "one");
        node("ConstantOfShape", "zeros", "sizes");
        node("Add", "wide", "zeros", "rows");
        node("Add", "y", "mean", "wide");
        assertEquals(List.of("node 6 'y' (Add): its inputs have the shapes [examples, 1, 3] and [t, 3]"), reasons());
    }

    @Test
    void whatBecomesOfSizesThatVaryIsSaidNotToBeFollowed() throws IOException {
        sequences();
        node("Expand", "rows", "row", "sizes");
        node("Flatten", "flat", "rows");
        node("Add", "y", "x", "flat");
        assertEquals(
                List.of("node 4 'flat' (Flatten): it takes numbers that are expanded to [t, 3]:"
                        + " it is not followed here what it makes of these"),
                reasons());
    }

    @Test
    void whereThatSizeIsItDoesNot() throws IOException {
        sequences();
        node("Expand", "rows", "row", "sizes");
        wholes("zero", 0);
        node("Unsqueeze", "made", "rows", "zero");
        node("Add", "y", "x", "made");
        float[] x = {0, 0, 0, 1, 1, 1};
        assertArrayEquals(
                new float[] {1, 2, 3, 2, 3, 4}, predicted(Nd4j.create(x).reshape(1, 2, 3)), 1e-6f);
    }

    private String expanded(long... shape) throws IOException {
        graph.clear();
        input(2, 3);
        reals("row", List.of(1f, 2f, 3f), 1, 3);
        wholes("shape", shape);
        node("Expand", "wide", "row", "shape");
        node("Add", "y", "x", "wide");
        return reasons().get(0);
    }

    @Test
    void onlyAxesOfSizeOneAreExpanded() throws IOException {
        String rest = ", as ONNX widens only axes of size 1";
        assertEquals("node 1 'wide' (Expand): it expands [1, 3] to [2]: expected 1 or 3 for the 2" + rest, expanded(2));
        assertEquals("node 1 'wide' (Expand): it expands [1, 3] to [0]: expected 1 or 3 for the 0" + rest, expanded(0));
        assertEquals(
                "node 1 'wide' (Expand): it expands [1, 3] to [-1, 3]: expected a size of 1 or more for the -1" + rest,
                expanded(-1, 3));
    }

    @Test
    void nothingIsExpandedToMoreThanThereIsRoomFor() throws IOException {
        String start = "node 1 'wide' (Expand): it makes ";
        assertTrue(expanded(1L << 31, 3).startsWith(start + "6,442,450,944 numbers"));
        assertTrue(expanded(1L << 32, 3).startsWith(start + "12,884,901,888 numbers"));
        assertTrue(expanded((1L << 32) + 1, 3).startsWith(start + "12,884,901,891 numbers"));
        assertTrue(expanded(1L << 52, 1L << 52, 3).startsWith(start));
    }

    /** A number everywhere in more than is laid out: what is made of the shape is followed. */
    private void moved(long size, String type, long... others) {
        graph.clear();
        input(2, 70, 70);
        wholes("shape", size, 70);
        reals("number", List.of(3f));
        wholes("other", others);
        node("Expand", "wide", "number", "shape");
        if (type.equals("Slice")) {
            wholes("start", 0);
            wholes("end", 70);
            node("Slice", "made", "wide", "start", "end");
        } else {
            node(type, "made", "wide", "other");
        }
        node("Mul", "y", "x", "made");
    }

    @Test
    void aNumberEverywhereIsMoved() throws IOException {
        moved(70, "Reshape", 70, -1);
        assertEquals(List.of("Rescaling(scale = 3.0)"), layers());
        moved(70, "Reshape", 1, 0, -1);
        assertEquals(List.of("Rescaling(scale = 3.0)"), layers());
        moved(90, "Slice");
        assertEquals(List.of("Rescaling(scale = 3.0)"), layers());
        moved(70, "Unsqueeze", 0);
        graph.getNodeBuilder(2).setInput(1, "back");
        node("Squeeze", "back", "made", "other");
        NodeProto last = graph.getNode(2);
        graph.removeNode(2).addNode(last);
        assertEquals(List.of("Rescaling(scale = 3.0)"), layers());
    }

    @Test
    void aNumberThatIsMovedWidensAsItsShapeDoes() throws IOException {
        moved(70, "Reshape", 4900, -1);
        assertEquals(
                List.of("node 3 'y' (Mul): its inputs have the shapes [examples, 70, 70] and [4900, 1]"), reasons());
        moved(90, "Reshape", 70, 70);
        assertEquals(List.of("node 2 'made' (Reshape): it makes [70, 70] of an array of shape [90, 70]"), reasons());
        moved(90, "Squeeze", 0);
        assertEquals(List.of("node 2 'made' (Squeeze): it takes an axis away whose size is not 1"), reasons());
    }
}
