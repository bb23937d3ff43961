package dev.plumb.processor.read;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.CompiledGraph;
import dev.plumb.graph.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                .anyMatch(parameter -> parameter.from().isEmpty()
                        && parameter.name().matches("arg\\d+")
                        && !declaration.name().equals(parameter.name()));
        if (!lost || !(method.getEnclosingElement() instanceof TypeElement owner)) {
            return declaration;
        }
        List<?> wires =
                graph(owner).map(graph -> inputs(graph, declaration.name())).orElse(List.of());
        if (wires.size() != declaration.parameters().size()) {
            return declaration;
        }
        List<ParameterDeclaration> completed = new ArrayList<>();
        for (int i = 0; i < wires.size(); i++) {
            completed.add(declaration
                    .parameters()
                    .get(i)
                    .withCompiled(Wire.parse(wires.get(i).toString())));
        }
        return declaration.withParameters(completed);
    }

    private static List<?> inputs(Map<String, Object> graph, String layer) {
        if (graph.get("nodes") instanceof List<?> nodes) {
            for (Object node : nodes) {
                if (node instanceof Map<?, ?> map
                        && layer.equals(map.get("name"))
                        && map.get("inputs") instanceof List<?> inputs) {
                    return inputs;
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
