package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model's program as a graph of nodes. */
public final class GraphWriter {
    private static final String BATCH = "batch";

    private final Graph model;
    private final SampledProgram sampled;
    private final Scope scope;
    private final Map<Integer, String> names = new HashMap<>();
    private final GraphProto.Builder graph = GraphProto.newBuilder();

    private GraphWriter(Graph model, SampledProgram sampled, Scope scope) {
        this.model = model;
        this.sampled = sampled;
        this.scope = scope;
    }

    /**
     * Writes a model.
     *
     * @throws IllegalArgumentException if ONNX cannot say what one of its layers does; the message names the layer and the reason
     */
    public static WrittenGraph write(Graph model, Map<String, INDArray> weights) {
        model.nodes().stream()
                .filter(node -> node.spec().isStateful())
                .findFirst()
                .ifPresent(node -> {
                    throw new IllegalArgumentException("layer '" + node.name() + "' of model '" + model.name()
                            + "' is stateful, and in ONNX nothing is kept from one run to the next: let it take its"
                            + " states as inputs and give them as outputs, with returnState = true");
                });
        SampledProgram sampled = SampledProgram.of(model);
        Program program = sampled.programs().get(0);
        List<String> taken = new ArrayList<>();
        program.values().stream()
                .filter(value -> value.kind() == Value.Kind.INPUT || value.kind() == Value.Kind.WEIGHT)
                .map(Value::label)
                .forEach(taken::add);
        outputs(model).values().forEach(taken::add);
        GraphWriter writer = new GraphWriter(model, sampled, Scope.root(taken));
        writer.write(program, weights);
        return new WrittenGraph(writer.graph.build(), writer.scope.arrays(), writer.scope.opset());
    }

    /** The names of the outputs in ONNX, by their own: an input that is an output, too, needs another name. */
    private static Map<String, String> outputs(Graph model) {
        Set<String> inputs = new HashSet<>();
        model.fed().forEach(input -> inputs.add(input.name()));
        Map<String, String> names = new LinkedHashMap<>();
        model.outputs()
                .forEach(output -> names.put(
                        output.name(), inputs.contains(output.name()) ? output.name() + ":output" : output.name()));
        return names;
    }

    private void write(Program program, Map<String, INDArray> weights) {
        graph.setName(model.name()).setDocString("What model '" + model.name() + "' predicts, written by Plumb");
        Steps steps = sampled.steps();
        inputs(program, steps);
        program.values(Value.Kind.WEIGHT).forEach(value -> weight(value, weights.get(value.label())));
        List<Integer> left = program.outputs().stream().map(Program.Output::id).toList();
        StepWriter.write(
                steps,
                names,
                id -> constant(program.value(id), steps),
                left,
                scope,
                new OpTable(),
                id -> sampled.layers().getOrDefault(id, ""));
        scope.entering("");
        outputs(program, steps);
        graph.addAllNode(scope.nodes());
    }

    private void inputs(Program program, Steps steps) {
        Map<String, TensorType> fed = new HashMap<>();
        model.fed().forEach(input -> fed.put(input.name(), input.type()));
        for (Value value : program.values(Value.Kind.INPUT)) {
            TensorType type = fed.get(value.label());
            if (type == null) {
                continue;
            }
            names.put(value.id(), value.label());
            scope.sizes().learn(value.label(), steps.shape(value.id()));
            graph.addInput(named(value.label(), value.type().dtype(), type));
        }
    }

    private String constant(Value value, Steps steps) {
        if (value.kind() == Value.Kind.INPUT) {
            return value.label(); // the seed of random numbers: the op that reads it is refused with its layer
        }
        return ConstantNodes.write(scope, sampled.literals(value.id()), steps.shape(value.id()));
    }

    private void weight(Value value, INDArray array) {
        names.put(value.id(), value.label());
        scope.array(
                value.label(),
                Tensors.floats(value.type().shape(), array.dup('c').data().asFloat()).toBuilder()
                        .setName(value.label())
                        .build());
    }

    private void outputs(Program program, Steps steps) {
        Map<String, String> inOnnx = outputs(model);
        Map<String, TensorType> types = new HashMap<>();
        model.outputs().forEach(output -> types.put(output.name(), output.type()));
        for (Program.Output output : program.outputs()) {
            String name = inOnnx.get(output.label());
            scope.name(names.get(output.id()), name);
            graph.addOutput(named(name, steps.dtype(output.id()), types.get(output.label())));
        }
    }

    /** An input or output, whose sizes that vary have their names. */
    static ValueInfoProto named(String name, DType dtype, TensorType type) {
        List<Dimension> shape = new ArrayList<>();
        shape.add(Dimension.newBuilder().setDimParam(BATCH).build());
        for (Dim dim : type.shape().dims()) {
            shape.add(
                    dim.isKnown()
                            ? Dimension.newBuilder().setDimValue(dim.size()).build()
                            : Dimension.newBuilder().setDimParam(dim.toString()).build());
        }
        return Types.named(name, dtype, shape);
    }
}
