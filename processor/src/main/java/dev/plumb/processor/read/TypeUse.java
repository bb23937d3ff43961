package dev.plumb.processor.read;

import dev.plumb.graph.shape.TensorKind;
import java.util.Optional;

/**
 * The type of a method or parameter.
 *
 * @param name as messages show it
 * @param kind the tensor type of the language, unless it is none
 * @param resolved whether the compiler knows the type
 */
public record TypeUse(String name, Optional<TensorKind> kind, boolean resolved) {}
