package dev.plumb.onnx.read;

import dev.plumb.onnx.file.Unreadable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights of recurrent layers: [directions, gates · units, features] in ONNX, [features, gates · units] here for each direction, the gates in another order. */
final class RecurrentWeights {
    private final RecurrentKind kind;
    private final int units;
    private final int gates;

    private RecurrentWeights(RecurrentKind kind, int units) {
        this.kind = kind;
        this.units = units;
        this.gates = kind.gates().size();
    }

    static Map<String, Constant> of(Applied applied, RecurrentKind kind, boolean isBoth, int units) throws Unreadable {
        RecurrentWeights weights = new RecurrentWeights(kind, units);
        Map<String, Constant> all = new HashMap<>();
        List<String> directions = isBoth ? List.of("forward/", "backward/") : List.of("");
        for (int direction = 0; direction < directions.size(); direction++) {
            String before = directions.get(direction);
            all.put(before + "kernel", weights.kernel(applied.constant(1), direction, directions.size()));
            all.put(before + "recurrent_kernel", weights.kernel(applied.constant(2), direction, directions.size()));
            if (applied.has(3)) {
                all.put(before + "bias", weights.bias(applied.constant(3), direction, directions.size()));
            }
        }
        return all;
    }

    private Constant kernel(Constant both, int direction, int directions) throws Unreadable {
        int[] shape = both.shape();
        int rows = gates * units;
        if (shape.length != 3 || shape[0] != directions || shape[1] != rows) {
            throw new Unreadable("it has weights of shape " + both.describe() + ", expected [" + directions + ", "
                    + rows + ", features]");
        }
        float[] values = both.reals();
        int features = shape[2];
        float[] kernel = new float[rows * features];
        for (int gate = 0; gate < gates; gate++) {
            for (int unit = 0; unit < units; unit++) {
                int row = (direction * rows + kind.gates().get(gate) * units + unit) * features;
                for (int feature = 0; feature < features; feature++) {
                    kernel[feature * rows + gate * units + unit] = values[row + feature];
                }
            }
        }
        return Constant.of(kernel, features, rows);
    }

    /** ONNX has a bias for the input and one for the state; here they are one, but where the state's is used before it is reset. */
    private Constant bias(Constant both, int direction, int directions) throws Unreadable {
        int rows = gates * units;
        if (both.size() != 2 * rows * directions) {
            throw new Unreadable(
                    "its bias is " + both.describe() + ", expected [" + directions + ", " + 2 * rows + "]");
        }
        float[] values = both.reals();
        boolean isApart = kind == RecurrentKind.GRU_RESET_AFTER;
        float[] bias = new float[isApart ? 2 * rows : rows];
        for (int gate = 0; gate < gates; gate++) {
            for (int unit = 0; unit < units; unit++) {
                int from = direction * 2 * rows + kind.gates().get(gate) * units + unit;
                int to = gate * units + unit;
                bias[to] = isApart ? values[from] : values[from] + values[from + rows];
                if (isApart) {
                    bias[rows + to] = values[from + rows];
                }
            }
        }
        return isApart ? Constant.of(bias, 2, rows) : Constant.of(bias, rows);
    }
}
