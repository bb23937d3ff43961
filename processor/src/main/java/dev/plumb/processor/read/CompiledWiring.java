package dev.plumb.processor.read;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.CompiledGraph;
import dev.plumb.graph.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Wires of a model that was compiled before: class files lose the names of parameters of abstract methods, but the class that was
 * generated for the model carries its graph.
 */
final class CompiledWiring {
    private final Elements elements;

    CompiledWiring(Elements elements) {
        this.elements = elements;
    }

    /** The declaration with wires in place of parameter names that were lost, if the graph of the declaring model is at hand. */
    MethodDeclaration complete(MethodDeclaration declaration, ExecutableElement method) {
        boolean lost = declaration.parameters().stream()
                .anyMatch(parameter ->
                        parameter.hasLostName() && !declaration.name().equals(parameter.name()));
        if (!lost || !(method.getEnclosingElement() instanceof TypeElement owner)) {
            return declaration;
        }
        List<Wire> wires =
                graph(owner).map(graph -> inputs(graph, declaration.name())).orElse(List.of());
        return completed(declaration.parameters(), wires)
                .map(declaration::withParameters)
                .orElse(declaration);
    }

    /**
     * The parameters with the inputs that they are. Those with a wire of their own find it; the others are the inputs that are left, in
     * their order. Inputs may be more than parameters: one that is left out takes what another one takes.
     */
    private static Optional<List<ParameterDeclaration>> completed(
            List<ParameterDeclaration> parameters, List<Wire> wires) {
        List<ParameterDeclaration> completed = new ArrayList<>(parameters);
        Set<Integer> used = new HashSet<>();
        for (boolean stated : new boolean[] {true, false}) {
            for (int i = 0; i < parameters.size(); i++) {
                ParameterDeclaration parameter = parameters.get(i);
                if (parameter.from().isPresent() != stated) {
                    continue;
                }
                OptionalInt input = IntStream.range(0, wires.size())
                        .filter(index -> !used.contains(index)
                                && (!stated || wires.get(index).equals(parameter.wire())))
                        .findFirst();
                if (input.isEmpty()) {
                    return Optional.empty();
                }
                used.add(input.getAsInt());
                completed.set(
                        i,
                        parameter.withCompiled(
                                new ParameterDeclaration.CompiledInput(wires.get(input.getAsInt()), input.getAsInt())));
            }
        }
        Set<Wire> taken = used.stream().map(wires::get).collect(Collectors.toSet());
        return taken.containsAll(wires) ? Optional.of(completed) : Optional.empty();
    }

    private static List<Wire> inputs(Map<String, Object> graph, String layer) {
        if (graph.get("nodes") instanceof List<?> nodes) {
            for (Object node : nodes) {
                if (node instanceof Map<?, ?> map
                        && layer.equals(map.get("name"))
                        && map.get("inputs") instanceof List<?> inputs) {
                    return inputs.stream()
                            .map(wire -> Wire.parse(wire.toString()))
                            .toList();
                }
            }
        }
        return List.of();
    }

    private Optional<Map<String, Object>> graph(TypeElement model) {
        String binaryName = elements.getBinaryName(model).toString();
        TypeElement generated = elements.getTypeElement(binaryName.replace('$', '_') + "Model");
        if (generated == null) {
            return Optional.empty();
        }
        for (AnnotationMirror mirror : generated.getAnnotationMirrors()) {
            TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
            if (type.getQualifiedName().contentEquals(CompiledGraph.class.getCanonicalName())) {
                return parse(mirror);
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, Object>> parse(AnnotationMirror mirror) {
        StringBuilder json = new StringBuilder();
        for (AnnotationValue value : mirror.getElementValues().values()) {
            if (value.getValue() instanceof List<?> pieces) {
                pieces.forEach(piece -> json.append(((AnnotationValue) piece).getValue()));
            }
        }
        try {
            return Optional.of(JSON.std.mapFrom(json.toString()));
        } catch (IOException e) {
            return Optional.empty(); // made by another version: its names are lost, as if the class were not there
        }
    }
}
