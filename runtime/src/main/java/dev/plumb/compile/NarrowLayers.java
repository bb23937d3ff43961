package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.NarrowProducts;
import dev.plumb.engine.pass.QuantizeProducts;
import dev.plumb.ops.Origin;
import dev.plumb.ops.Origins;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import java.util.BitSet;
import java.util.Set;

/** Which instructions of a trace belong to layers that multiply in fewer bits: what those layers recorded, and what finds the gradients of that. */
final class NarrowLayers {

    private NarrowLayers() {}

    /**
     * The program of a trace, as it was recorded but for the products of some layers.
     *
     * @param layers which; those of 8 bits multiply so forwards, not in their gradients
     */
    static Program finish(Trace trace, LayerPrecisions layers) {
        Origins origins = trace.origins();
        Program program = trace.finish();
        BitSet quantized = new BitSet();
        if (!layers.int8().isEmpty()) {
            for (int index = 0; index < program.instructions().size(); index++) {
                Instruction instruction = program.instructions().get(index);
                if (instruction.op() instanceof MatMul
                        && origins.of(index).gradientOf() < 0
                        && isWithin(layer(origins, index), layers.int8())) {
                    quantized.set(instruction.output());
                }
            }
        }
        Program narrow = layers.bfloat16().isEmpty()
                ? program
                : new NarrowProducts(index -> isWithin(layer(origins, index), layers.bfloat16())).apply(program);
        return quantized.isEmpty() ? narrow : new QuantizeProducts(quantized::get).apply(narrow);
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
