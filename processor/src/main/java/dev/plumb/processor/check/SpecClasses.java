package dev.plumb.processor.check;

import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.processor.read.AnnotationUse;
import java.util.Optional;

/** Finds the spec of a layer annotation among the processor's own classes; classes of the user are never loaded. */
final class SpecClasses {

    /** The record {@code Spec} inside the annotation, if the processor has it. */
    Optional<Class<? extends LayerSpec>> of(AnnotationUse use) {
        try {
            ClassLoader own = SpecClasses.class.getClassLoader();
            return Optional.of(
                    Class.forName(use.binaryName() + "$Spec", true, own).asSubclass(LayerSpec.class));
        } catch (ClassNotFoundException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
