package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.NarrowProducts;
import dev.plumb.ops.Origin;
import dev.plumb.ops.Origins;
import java.util.Set;

/** Which instructions of a trace belong to layers that multiply in bfloat16: what those layers recorded, and what finds the gradients of that. */
final class NarrowLayers {

    private NarrowLayers() {}

    /**
     * The program of a trace, as it was recorded but for the products of some layers.
     *
     * @param layers by the names of their nodes
     */
    static Program finish(Trace trace, Set<String> layers) {
        Program program = trace.finish();
        return layers.isEmpty()
                ? program
                : new NarrowProducts(index -> isWithin(layer(trace.origins(), index), layers)).apply(program);
    }

    /** The path of the layer that recorded an instruction, or the one of which it finds the gradient. */
    private static String layer(Origins origins, int instruction) {
        Origin origin = origins.of(instruction);
        while (origin.gradientOf() >= 0) {
            origin = origins.of(origin.gradientOf());
        }
        return origin.layer();
    }

    private static boolean isWithin(String path, Set<String> layers) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (layers.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
