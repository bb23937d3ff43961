package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxInput;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** A node that takes a tensor, and which axis of the input each axis of that tensor is. */
    private record Taking(OnnxNode taker, String name, List<Integer> axes) {
        boolean isFirst() {
            return taker.input(0).equals(name);
        }
    }

    /** The order that the first taker wants, going into the depth first. */
    private Optional<List<Integer>> wanted(String input, List<Integer> asThere) throws Unreadable {
        Deque<Taking> ahead = new ArrayDeque<>();
        follow(input, asThere, ahead);
        while (!ahead.isEmpty()) {
            Taking taking = ahead.pop();
            Optional<List<Integer>> wanted = wanted(taking);
            if (wanted.isPresent()) {
                return wanted;
            }
            OnnxNode taker = taking.taker();
            if (taker.type().equals("Transpose")) {
                List<Integer> order = Windows.integers(taker, "perm");
                List<Integer> axes = taking.axes();
                if (order.size() == axes.size() && order.stream().allMatch(axis -> axis >= 0 && axis < axes.size())) {
                    follow(taker.output(0), order.stream().map(axes::get).toList(), ahead);
                }
            } else if (INDIFFERENT.contains(taker.type()) || ActivationOperators.PLAIN.containsKey(taker.type())) {
                follow(taker.output(0), taking.axes(), ahead);
            }
        }
        return Optional.empty();
    }

    /** Puts those that take a tensor before all that is still ahead. */
    private void follow(String name, List<Integer> axes, Deque<Taking> ahead) {
        if (seen.add(name)) {
            List<OnnxNode> takers = following.takers(name);
            for (int i = takers.size() - 1; i >= 0; i--) {
                ahead.push(new Taking(takers.get(i), name, axes));
            }
        }
    }

    private static Optional<List<Integer>> wanted(Taking taking) throws Unreadable {
        OnnxNode taker = taking.taker();
        List<Integer> axes = taking.axes();
        if (taking.isFirst() && CHANNELS_FIRST.contains(taker.type()) && axes.size() > 2) {
            List<Integer> last = new ArrayList<>(axes);
            last.add(last.remove(1));
            return Optional.of(last);
        }
        if (taking.isFirst() && RECURRENT.contains(taker.type()) && axes.size() == 3) {
            boolean isBatchFirst = taker.whole("layout", 0) != 0;
            return Optional.of(isBatchFirst ? axes : List.of(axes.get(1), axes.get(0), axes.get(2)));
        }
        return Optional.empty();
    }
}
