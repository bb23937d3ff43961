package dev.plumb.processor.read;

import dev.plumb.graph.shape.TensorKind;
import java.util.Optional;

/**
 * The type of a method or parameter.
 *
 * @param name as messages show it
 * @param kind the tensor type of the language, unless it is none
 * @param resolved whether the compiler knows the type
 * @param isVariable whether it is a type parameter
 */
public record TypeUse(String name, Optional<TensorKind> kind, boolean resolved, boolean isVariable) {

    TypeUse(String name, Optional<TensorKind> kind, boolean resolved) {
        this(name, kind, resolved, false);
    }

    static TypeUse variable(String name) {
        return new TypeUse(name, Optional.empty(), true, true);
    }
}
