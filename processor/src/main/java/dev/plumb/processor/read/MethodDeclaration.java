package dev.plumb.processor.read;

import java.util.List;
import java.util.Optional;

/**
 * A method of a model: an input, or a layer applied to its parameters.
 *
 * @param layers its layer annotations as they were written; if all is well one, below any number of wrappers
 * @param composition what is said beside a layer or in its place
 * @param isProperty whether it is a property of Kotlin
 * @param hasBody whether it is more than a declaration: default, static or private
 * @param resolved whether all of its types and annotations are known to the compiler
 */
public record MethodDeclaration(
        String name,
        TypeUse result,
        Optional<AnnotationUse> input,
        List<AnnotationUse> layers,
        Composition composition,
        boolean isOutput,
        Optional<AnnotationUse> loss,
        Optional<AnnotationUse> metrics,
        List<ParameterDeclaration> parameters,
        boolean isProperty,
        boolean hasBody,
        boolean resolved,
        Token token) {

    public MethodDeclaration {
        layers = List.copyOf(layers);
        parameters = List.copyOf(parameters);
    }

    /** Its layer annotations that wrap no other; one, if all is well. */
    public List<AnnotationUse> plainLayers() {
        return layers.stream().filter(use -> !use.wrapper()).toList();
    }

    /** The annotation that states an attribute, of the layer or of a wrapper; what nobody states is the layer's. */
    public Optional<AnnotationUse> stating(String attribute) {
        return layers.stream().filter(use -> use.has(attribute)).findFirst().or(() -> plainLayers().stream()
                .findFirst());
    }

    /** Whether it says which layer or input it is. */
    public boolean isLayer() {
        return input.isPresent()
                || !plainLayers().isEmpty()
                || composition.sharing().isPresent()
                || composition.use().isPresent();
    }

    /** Whether it says anything that makes it a part of a model. */
    public boolean isMarked() {
        return input.isPresent()
                || !layers.isEmpty()
                || !composition.isEmpty()
                || isOutput
                || loss.isPresent()
                || metrics.isPresent();
    }

    /**
     * This method as an override of another: its own parameters, and of the annotations those that it states; what it does not state
     * stays as it was.
     */
    MethodDeclaration overriding(MethodDeclaration other) {
        boolean restated = input.isPresent() || !layers.isEmpty() || !composition.isEmpty() || !resolved;
        return new MethodDeclaration(
                name,
                result,
                restated ? input : other.input,
                restated ? layers : other.layers,
                restated ? composition : other.composition,
                isOutput || other.isOutput,
                loss.or(() -> other.loss),
                metrics.or(() -> other.metrics),
                parameters,
                isProperty,
                hasBody,
                resolved,
                token);
    }
}
