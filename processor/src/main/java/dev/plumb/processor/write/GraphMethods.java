package dev.plumb.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterSpec;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.WrittenSteps;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The method {@code graph()}: the model in the functional API, a line a layer. Large models go on in further methods, because a Java
 * method is at most 64 KB of byte code.
 */
final class GraphMethods {
    /** About 60 bytes of code a layer, a few hundred with every attribute stated: far from the limit. */
    private static final int LAYERS_PER_METHOD = 100;

    private static final String BUILDER = "g";

    private final Graph graph;
    private final List<Draft.Step> steps;
    private final Constants constants;

    /** The steps that are written already. */
    private final Set<String> written = new HashSet<>();

    /** The variables of the method that is being written, by the name of the tensor. */
    private Map<String, String> variables = new HashMap<>();

    private NameAllocator allocator = new NameAllocator();

    GraphMethods(Graph graph, Constants constants) {
        this.graph = graph;
        this.steps = new WrittenSteps(graph).inOrder();
        this.constants = constants;
    }

    /** {@code graph()} and what it is split into. */
    List<MethodSpec> methods() {
        List<MethodSpec> parts = new ArrayList<>();
        MethodSpec.Builder main = MethodSpec.methodBuilder("graph")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(Graph.class)
                .addJavadoc("Returns the graph of the model, checked anew.\n");
        main.addStatement("$T $L = $T.named($S)", GraphBuilder.class, BUILDER, GraphBuilder.class, graph.name());
        boolean small = steps.size() <= LAYERS_PER_METHOD;
        startMethod();
        if (small) {
            graph.inputs().forEach(input -> main.addCode(input(input)));
            steps.forEach(step -> main.addCode(layer(step, steps)));
        } else {
            graph.inputs().forEach(input -> main.addStatement(inputCall(input)));
            for (int from = 0; from < steps.size(); from += LAYERS_PER_METHOD) {
                int to = Math.min(from + LAYERS_PER_METHOD, steps.size());
                String name = "layers" + (from / LAYERS_PER_METHOD + 1);
                main.addStatement("$L($L)", name, BUILDER);
                parts.add(part(name, from, to));
            }
        }
        if (!small) {
            startMethod();
        }
        graph.draft().outputs().forEach(output -> main.addCode(output(output)));
        main.addStatement("return $L.build()", BUILDER);
        parts.add(0, main.build());
        return parts;
    }

    private void startMethod() {
        variables = new HashMap<>();
        allocator = new NameAllocator();
        allocator.newName(BUILDER);
    }

    private MethodSpec part(String name, int from, int to) {
        startMethod();
        List<Draft.Step> layers = steps.subList(from, to);
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(ParameterSpec.builder(GraphBuilder.class, BUILDER).build());
        layers.forEach(step -> method.addCode(layer(step, layers)));
        return method.build();
    }

    private CodeBlock input(Graph.Input input) {
        return CodeBlock.builder()
                .addStatement("$T $L = $L", Wire.class, variable(input.name()), inputCall(input))
                .build();
    }

    private static CodeBlock inputCall(Graph.Input input) {
        Shape shape = input.type().shape();
        CodeBlock.Builder call = CodeBlock.builder().add("$L.input($S", BUILDER, input.name());
        if (shape.isKnown() && input.type().dtype() == DType.FLOAT32) {
            shape.dims().forEach(dim -> call.add(", $L", dim));
        } else if (shape.isKnown()) {
            CodeBlock sizes =
                    shape.dims().stream().map(dim -> CodeBlock.of("$L", dim)).collect(CodeBlock.joining(", "));
            call.add(
                    ", $T.of($L), $T.$L",
                    Shape.class,
                    sizes,
                    DType.class,
                    input.type().dtype());
        } else {
            CodeBlock axes = shape.dims().stream()
                    .map(Dim::toString)
                    .map(axis -> CodeBlock.of("$S", axis))
                    .collect(CodeBlock.joining(", "));
            call.add(
                    ", $T.parse($L), $T.$L",
                    Shape.class,
                    axes,
                    DType.class,
                    input.type().dtype());
        }
        return call.add(")").build();
    }

    /** A layer; a variable holds its output if something in the same method takes it. */
    private CodeBlock layer(Draft.Step step, List<Draft.Step> method) {
        CodeBlock.Builder call = CodeBlock.builder().add("$L.$L", BUILDER, application(step));
        taken(step).forEach(wire -> call.add(", $L", wire));
        call.add(")");
        written.add(step.name());
        boolean used = method.stream()
                        .anyMatch(other -> other.terms().sharing().equals(step.name())
                                || other.sources().stream()
                                        .anyMatch(
                                                source -> source.wire().source().equals(step.name())))
                || (method.size() == steps.size()
                        && graph.draft().outputs().stream()
                                .anyMatch(output -> output.tensor().source().equals(step.name())));
        CodeBlock.Builder line = CodeBlock.builder();
        boolean recomputed = step.terms().recomputed();
        if (!used) {
            return (recomputed
                            ? line.addStatement("$L.recompute($L)", BUILDER, call.build())
                            : line.addStatement("$L", call.build()))
                    .build();
        }
        line.addStatement("$T $L = $L", Wire.class, variable(step.name()), call.build());
        if (recomputed) {
            line.addStatement("$L.recompute($L)", BUILDER, variable(step.name()));
        }
        return line.build();
    }

    /** What a layer takes; a mask goes with the first. */
    private List<CodeBlock> taken(Draft.Step step) {
        List<CodeBlock> wires = new ArrayList<>();
        step.sources().forEach(source -> wires.add(wire(source.wire())));
        if (step.terms().masked()) {
            CodeBlock mask = wires.remove(wires.size() - 1);
            wires.set(0, CodeBlock.of("$L.masked($L)", wires.get(0), mask));
        }
        return wires;
    }

    /** The call up to what the layer takes. */
    private CodeBlock application(Draft.Step step) {
        String sharing = step.terms().sharing();
        if (written.contains(sharing)) {
            String again = step.layer().orElseThrow().isReversed() ? "applyReversed" : "applyAgain";
            return CodeBlock.of("$L($S, $L", again, step.name(), wire(TensorName.of(sharing)));
        }
        CodeBlock layer = constants.layer(step.layer().orElseThrow());
        if (!sharing.isEmpty()) { // what has the weights comes later
            return CodeBlock.of("applyAs($S, $S, $L", step.name(), sharing, layer);
        }
        return CodeBlock.of("$L($S, $L", step.terms().frozen() ? "applyFrozen" : "apply", step.name(), layer);
    }

    private CodeBlock output(Draft.Output output) {
        CodeBlock.Builder call = CodeBlock.builder().add("$L.output($L", BUILDER, wire(output.tensor()));
        output.loss().ifPresent(loss -> call.add(", $L", loss(loss)));
        output.metrics().forEach(metric -> call.add(", $L", constants.constant(metric)));
        return CodeBlock.builder().addStatement("$L)", call.build()).build();
    }

    private CodeBlock loss(Loss.Spec loss) {
        return loss.equals(Loss.Spec.of(loss.value())) ? constants.constant(loss.value()) : constants.nested(loss);
    }

    private CodeBlock wire(TensorName tensor) {
        String variable = variables.get(tensor.source());
        CodeBlock layer =
                variable == null ? CodeBlock.of("$L.wire($S)", BUILDER, tensor.source()) : CodeBlock.of("$L", variable);
        return tensor.output().isEmpty() ? layer : CodeBlock.of("$L.output($S)", layer, tensor.output());
    }

    /** The variable of a tensor. It starts with a small letter: one named {@code List} would hide the type. */
    private String variable(String tensor) {
        String name = Character.toLowerCase(tensor.charAt(0)) + tensor.substring(1);
        return variables.computeIfAbsent(tensor, key -> allocator.newName(name));
    }
}
