package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxInput;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * In which order an input has its axes here: as the first layer wants them that wants an order. So a model of PyTorch for images takes them with the channels last, and one for sequences with the examples
 * first.
 */
final class InputLayouts {
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "GlobalMaxPool",
            "GlobalAveragePool",
            "BatchNormalization",
            "InstanceNormalization",
            "GroupNormalization",
            "Resize",
            "Upsample");
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

    /** Operators that want no order, and give what they take. */
    private static final Set<String> INDIFFERENT = Set.of(
            "Identity",
            "Cast",
            "Dropout",
            "LeakyRelu",
            "PRelu",
            "Clip",
            "Elu",
            "Selu",
            "Gelu",
            "HardSigmoid",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Neg",
            "Pow",
            "Sum",
            "Mean",
            "Max",
            "Min",
            "Concat",
            "Pad",
            "Slice",
            "Split");

    private final Following following;
    private final Set<String> seen = new HashSet<>();

    private InputLayouts(Following following) {
        this.following = following;
    }

    /** The axes of the input in the order that they have here, that of the examples first. */
    static List<Integer> axes(OnnxInput input, Following following) throws Unreadable {
        List<Integer> asThere = IntStream.range(0, input.sizes().size()).boxed().toList();
        return new InputLayouts(following).wanted(input.name(), asThere).orElse(asThere);
    }

    /**
     * The order that the first taker wants.
     *
     * @param axes which axis of the input each axis of this tensor is
     */
    private Optional<List<Integer>> wanted(String name, List<Integer> axes) throws Unreadable {
        if (!seen.add(name)) {
            return Optional.empty();
        }
        for (OnnxNode taker : following.takers(name)) {
            Optional<List<Integer>> wanted = Optional.empty();
            boolean isFirst = taker.input(0).equals(name);
            if (isFirst && CHANNELS_FIRST.contains(taker.type()) && axes.size() > 2) {
                List<Integer> last = new ArrayList<>(axes);
                last.add(last.remove(1));
                wanted = Optional.of(last);
            } else if (isFirst && RECURRENT.contains(taker.type()) && axes.size() == 3) {
                boolean isBatchFirst = taker.whole("layout", 0) != 0;
                wanted = Optional.of(isBatchFirst ? axes : List.of(axes.get(1), axes.get(0), axes.get(2)));
            } else if (taker.type().equals("Transpose")) {
                List<Integer> order = Windows.integers(taker, "perm");
                if (order.size() == axes.size() && order.stream().allMatch(axis -> axis >= 0 && axis < axes.size())) {
                    wanted = wanted(
                            taker.output(0), order.stream().map(axes::get).toList());
                }
            } else if (INDIFFERENT.contains(taker.type()) || ActivationOperators.PLAIN.containsKey(taker.type())) {
                wanted = wanted(taker.output(0), axes);
            }
            if (wanted.isPresent()) {
                return wanted;
            }
        }
        return Optional.empty();
    }
}
