package dev.plumb.graph.spec;

import java.util.List;
import java.util.Map;

/** A layer that a user declares by an annotation; the class that is generated for the annotation is the layer of the functional API. */
public interface UserLayer extends LayerSpec {
    /** The attributes of the annotation. */
    List<DeclaredAttribute> declaredAttributes();

    /** Their values by their names. */
    Map<String, Object> values();
}
