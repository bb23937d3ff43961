package dev.plumb.layer;

import dev.plumb.graph.code.CodeLayer;
import dev.plumb.ops.Var;
import java.util.List;

/** A context that is told what each layer in code gives, also those inside of other layers: an inner one before the one that it is in. */
public interface CodeObserver {

    /**
     * Code has run.
     *
     * @param path where it is in this context: {@code gate} for a part of that name, "" for the layer itself
     * @param layer what its signature says
     * @param code its class
     * @param outputs in the order of the signature
     */
    void ran(String path, CodeLayer layer, Class<?> code, List<Var> outputs);

    /** Tells a context, if it wants to know. */
    static void tell(LayerContext context, String path, CodeLayer layer, Class<?> code, List<Var> outputs) {
        if (context instanceof CodeObserver observer) {
            observer.ran(path, layer, code, outputs);
        }
    }
}
