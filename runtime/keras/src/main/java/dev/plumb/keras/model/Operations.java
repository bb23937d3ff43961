package dev.plumb.keras.model;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Functions of Keras that are called on tensors without a layer, {@code x + 3.0}: those that a layer here does as well. */
final class Operations {
    private static final Map<String, Supplier<LayerSpec>> OF_TWO = Map.of(
            "Add", Layers::add,
            "Subtract", Layers::subtract,
            "Multiply", Layers::multiply,
            "Maximum", Layers::maximum,
            "Minimum", Layers::minimum);

    private static final Map<String, ActivationFunction> ACTIVATIONS = Map.ofEntries(
            Map.entry("Relu", ActivationFunction.RELU),
            Map.entry("Relu6", ActivationFunction.RELU6),
            Map.entry("Sigmoid", ActivationFunction.SIGMOID),
            Map.entry("HardSigmoid", ActivationFunction.HARD_SIGMOID),
            Map.entry("LogSigmoid", ActivationFunction.LOG_SIGMOID),
            Map.entry("Tanh", ActivationFunction.TANH),
            Map.entry("Softplus", ActivationFunction.SOFTPLUS),
            Map.entry("Softsign", ActivationFunction.SOFTSIGN),
            Map.entry("Silu", ActivationFunction.SILU),
            Map.entry("HardSilu", ActivationFunction.HARD_SILU),
            Map.entry("Selu", ActivationFunction.SELU),
            Map.entry("Exp", ActivationFunction.EXPONENTIAL));

    private Operations() {}

    /**
     * The layer that does what a call of a function does to the tensors that it takes.
     *
     * @throws NoCounterpart if there is none
     */
    static LayerSpec read(Call call) throws NoCounterpart {
        String function = call.layer().className();
        List<@Nullable Object> args = arguments(call);
        int tensors = call.tensors().size();
        boolean isPair = args.size() == 2 && tensors == 2 && OF_TWO.containsKey(function);
        if (isPair && ranks(call).stream().distinct().count() == 1) {
            return OF_TWO.get(function).get();
        } else if (args.size() == 2 && tensors == 1) {
            return withNumber(call, args);
        } else if (tensors == 1 && args.size() == 1 && ACTIVATIONS.containsKey(function)) {
            return Layers.activation(ACTIVATIONS.get(function));
        } else if (function.equals("Negative") && tensors == 1) {
            return Layers.rescaling(-1.0);
        } else if (function.equals("Concatenate") && axis(call) instanceof Integer axis) {
            return Layers.concatenate().axis(axis);
        } else if (function.equals("Softmax") && axis(call) instanceof Integer axis) {
            return Layers.softmax().axis(axis);
        } else if (function.equals("Gelu")
                && Boolean.FALSE.equals(call.layer().config().get("approximate"))) {
            return Layers.activation(ActivationFunction.GELU);
        }
        throw new NoCounterpart("it is a function of keras.ops that is called on tensors, and no layer here does the"
                + " same: use a layer in its place");
    }

    private static List<@Nullable Object> arguments(Call call) {
        List<@Nullable Object> args = new ArrayList<>(call.args());
        args.addAll(call.options().values());
        return args;
    }

    private static @Nullable Object axis(Call call) {
        return call.layer().config().get("axis");
    }

    /** The layers for a pair put axes of size 1 elsewhere than the functions where one tensor has fewer axes. */
    private static List<Integer> ranks(Call call) {
        List<Integer> ranks = new ArrayList<>();
        arguments(call)
                .forEach(arg ->
                        ranks.add(Json.items(Json.config(arg).get("shape")).size()));
        return ranks;
    }

    private static LayerSpec withNumber(Call call, List<@Nullable Object> args) throws NoCounterpart {
        boolean tensorFirst = Tensor.of(args.get(0)).isPresent();
        if (!(args.get(tensorFirst ? 1 : 0) instanceof Number given)) {
            throw new NoCounterpart("it is called with " + Json.shown(args.get(tensorFirst ? 1 : 0)));
        }
        double number = given.doubleValue();
        return switch (call.layer().className()) {
            case "Add" -> Layers.rescaling(1.0).offset(number);
            case "Multiply" -> Layers.rescaling(number);
            case "Subtract" ->
                tensorFirst
                        ? Layers.rescaling(1.0).offset(-number)
                        : Layers.rescaling(-1.0).offset(number);
            case "Divide", "TrueDivide" -> {
                if (!tensorFirst) {
                    throw new NoCounterpart("a number is divided by a tensor");
                }
                yield Layers.rescaling(1 / number);
            }
            default -> throw new NoCounterpart("it is called with the number " + number);
        };
    }
}
