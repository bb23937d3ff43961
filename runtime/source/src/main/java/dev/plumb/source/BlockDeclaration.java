package dev.plumb.source;

import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;

/** A block as it will be written, in whichever language. */
record BlockDeclaration(
        String packageName,
        String name,
        List<String> documentation,
        List<AnnotationUse> annotations,
        List<DeclaredAttribute> attributes,
        Declaration wiring) {}
