package dev.plumb.processor.read;

import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Reads the declaration of a block: an annotation, and the interface nested in it. */
final class BlockReader {
    private static final String WIRING = "Wiring";

    private final OwnLayerReader layers;
    private final DeclarationReader models;

    BlockReader(OwnLayerReader layers, DeclarationReader models) {
        this.layers = layers;
        this.models = models;
    }

    BlockDeclaration read(TypeElement type) {
        Optional<ModelDeclaration> wiring = ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(nested -> nested.getSimpleName().contentEquals(WIRING))
                .findFirst()
                .map(models::declaration);
        boolean resolved = wiring.map(ModelDeclaration::resolved).orElse(true);
        return new BlockDeclaration(layers.read(type, false).andResolved(resolved), wiring);
    }

    /** Whether a type is the wiring of a block: it is no model of its own. */
    static boolean isWiring(TypeElement type) {
        return type.getSimpleName().contentEquals(WIRING)
                && type.getEnclosingElement() instanceof TypeElement outer
                && AnnotationReader.isBlock(outer);
    }
}
