package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.plumb.graph.shape.Dim;
import dev.plumb.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a file says, and finds damage: what is no message of ONNX, arrays of other sizes than they say, names that nothing has. */
public final class OnnxFile {
    private final ExternalBytes external;

    private OnnxFile(Path file) {
        external = new ExternalBytes(file);
    }

    /**
     * Reads a file; what its nodes mean is not looked at.
     *
     * @throws IOException if it cannot be read or is damaged; the message names the file and the place in it
     */
    public static OnnxGraph read(Path file) throws IOException {
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 64) {
                throw new FormatException("it has " + Files.size(file) + " bytes, and no message has more than 2 GB");
            }
            return new OnnxFile(file).graph(message(Files.readAllBytes(file)));
        } catch (FormatException e) {
            throw new FormatException("'" + file + "' is no ONNX file that can be read: " + e.getMessage(), e);
        }
    }

    private static ModelProto message(byte[] bytes) throws FormatException {
        CodedInputStream stream = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        stream.enableAliasing(true); // arrays stay where they are
        try {
            return ModelProto.parseFrom(stream);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException(
                    "at byte " + stream.getTotalBytesRead() + " of " + bytes.length + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private OnnxGraph graph(ModelProto model) throws FormatException {
        if (!model.hasGraph()) {
            throw new FormatException("it has no graph");
        }
        GraphProto graph = model.getGraph();
        Map<String, OnnxArray> arrays = new LinkedHashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            String place = "the array '" + tensor.getName() + "'";
            if (arrays.put(tensor.getName(), OnnxArray.of(tensor, external, place)) != null) {
                throw new FormatException(place + " is there twice");
            }
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw new FormatException("it has sparse arrays, which are not read");
        }
        List<OnnxInput> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!arrays.containsKey(input.getName())) {
                inputs.add(input(input));
            }
        }
        List<OnnxNode> nodes = nodes(graph);
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        requireOrder(inputs, arrays, nodes, outputs);
        return new OnnxGraph(graph.getName(), opset(model), inputs, outputs, nodes, arrays);
    }

    private static long opset(ModelProto model) throws FormatException {
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
                return set.getVersion();
            }
        }
        throw new FormatException("it does not say which version of ONNX's operators it uses");
    }

    private static OnnxInput input(ValueInfoProto input) throws FormatException {
        String place = "the input '" + input.getName() + "'";
        TypeProto type = input.getType();
        if (input.getName().isEmpty() || !type.hasTensorType()) {
            throw new FormatException(place + " is no array");
        }
        int element = type.getTensorType().getElemType();
        ElementKind kind = ElementKind.of(element)
                .orElseThrow(() -> new FormatException(
                        place + " has elements of " + ElementKind.nameOf(element) + ", expected numbers"));
        if (!type.getTensorType().hasShape()) {
            throw new FormatException(place + " does not say how many axes it has");
        }
        List<Dim> sizes = new ArrayList<>();
        for (Dimension dimension : type.getTensorType().getShape().getDimList()) {
            long size = dimension.getDimValue();
            if (size < 0 || size > Dim.LARGEST_AXIS) {
                throw new FormatException(place + " has an axis of size " + size);
            }
            String name = dimension.getDimParam().replaceAll("[^\\p{L}\\p{N}_]", "_");
            sizes.add(
                    size > 0
                            ? Dim.of(size)
                            : Dim.named(name.matches("\\p{L}.*") ? name : input.getName() + "_" + sizes.size()));
        }
        return new OnnxInput(input.getName(), kind, sizes);
    }

    private List<OnnxNode> nodes(GraphProto graph) throws FormatException {
        List<OnnxNode> nodes = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            Map<String, AttributeProto> attributes = new HashMap<>();
            Map<String, OnnxArray> arrays = new HashMap<>();
            OnnxNode named = new OnnxNode(
                    nodes.size() + 1,
                    node.getName(),
                    node.getOpType(),
                    node.getDomain().equals("ai.onnx") ? "" : node.getDomain(),
                    node.getInputList(),
                    node.getOutputList(),
                    Map.of(),
                    Map.of());
            for (AttributeProto attribute : node.getAttributeList()) {
                attributes.put(attribute.getName(), attribute);
                if (attribute.hasT()) {
                    String place = "the attribute " + attribute.getName() + " of " + named.title();
                    arrays.put(attribute.getName(), OnnxArray.of(attribute.getT(), external, place));
                }
            }
            nodes.add(new OnnxNode(
                    named.number(),
                    named.name(),
                    named.type(),
                    named.domain(),
                    named.inputs(),
                    named.outputs(),
                    attributes,
                    arrays));
        }
        return nodes;
    }

    /** Each name is given once, and before it is taken. */
    private static void requireOrder(
            List<OnnxInput> inputs, Map<String, OnnxArray> arrays, List<OnnxNode> nodes, List<String> outputs)
            throws FormatException {
        Set<String> given = new HashSet<>(arrays.keySet());
        for (OnnxInput input : inputs) {
            if (!given.add(input.name())) {
                throw new FormatException("the input '" + input.name() + "' is there twice");
            }
        }
        for (OnnxNode node : nodes) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !given.contains(input)) {
                    throw new FormatException(node.title() + " takes '" + input + "', which nothing before it gives");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !given.add(output)) {
                    throw new FormatException(
                            node.title() + " gives '" + output + "', which something before it gives, too");
                }
            }
        }
        for (String output : outputs) {
            if (!given.contains(output)) {
                throw new FormatException("its output '" + output + "' is given by nothing");
            }
        }
        if (outputs.isEmpty()) {
            throw new FormatException("it has no outputs");
        }
    }
}
