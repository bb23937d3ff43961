package dev.plumb.processor.read;

import dev.plumb.graph.TensorName;
import java.util.Optional;

/**
 * A wire into a layer.
 *
 * @param name the parameter's name
 * @param from what {@code @From} says, if it is there
 * @param compiled what the class generated for the declaring model says, if the declaration comes from a class file
 * @param lost why the name is not one that a wire can have, if it is not
 */
public record ParameterDeclaration(
        String name,
        TypeUse type,
        Optional<AnnotationUse> from,
        Optional<CompiledInput> compiled,
        Optional<LostName> lost,
        Token token) {

    /**
     * An input of the layer in the graph that was generated.
     *
     * @param index its position among the layer's inputs
     */
    public record CompiledInput(TensorName wire, int index) {}

    /** Where the wire starts, as far as the declaration says. */
    public TensorName wire() {
        return from.map(use -> TensorName.parse(String.valueOf(use.values().get("value"))))
                .or(() -> compiled.map(CompiledInput::wire))
                .orElseGet(() -> TensorName.of(name));
    }

    ParameterDeclaration withCompiled(CompiledInput input) {
        return new ParameterDeclaration(name, type, from, Optional.of(input), lost, token);
    }
}
