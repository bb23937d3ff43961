package dev.plumb.source;

import java.util.List;
import java.util.Optional;

/** An interface as it will be written, in whichever language. */
record Declaration(
        String packageName,
        String name,
        List<String> documentation,
        List<AnnotationUse> annotations,
        List<Method> methods) {

    /** A layer or input. {@code type} is the name of the tensor type with its package. */
    record Method(List<AnnotationUse> annotations, String type, String name, List<Parameter> parameters) {}

    /** A wire; {@code from} is where it comes from, if the name does not say it. */
    record Parameter(Optional<String> from, String type, String name) {}
}
