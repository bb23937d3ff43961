package dev.plumb.graph.spec;

import java.util.List;

/** A layer that a user declares by an annotation; the class that is generated for the annotation is the layer of the functional API. */
public interface UserLayer extends LayerSpec {
    /** The attributes of the annotation. */
    List<DeclaredAttribute> declaredAttributes();
}
