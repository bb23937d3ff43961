package dev.plumb.runtime;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How strongly the loss of each output pulls at each layer: the Euclidean norms of the gradients of one batch. The loss of an output is taken with its
 * weight, without penalties on weights; a layer is what {@code hidden/kernel} and {@code hidden/bias} have in common.
 *
 * <p>A layer that the losses of several outputs move is shared by these. Where one of them has {@value #DOMINANT} times the norm of each other on all
 * shared layers together, it dominates: they learn for it, and hardly for the others, until the weights of the losses say otherwise.
 */
public final class GradientNorms {
    /** From here on the loss of an output dominates those of the others. */
    public static final double DOMINANT = 10;

    private final Map<String, Map<String, Double>> norms;

    private GradientNorms(Map<String, Map<String, Double>> norms) {
        this.norms = norms;
    }

    /** Such norms, by output and layer. */
    static GradientNorms of(Map<String, Map<String, Double>> norms) {
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        norms.forEach((output, layers) -> copy.put(output, Collections.unmodifiableMap(new LinkedHashMap<>(layers))));
        return new GradientNorms(Collections.unmodifiableMap(copy));
    }

    /** By output, and then by layer, in the order of the model. Layers that an output does not move have 0. */
    public Map<String, Map<String, Double>> byOutput() {
        return norms;
    }

    /**
     * The norm of the gradient of an output's loss on the weights of a layer.
     *
     * @throws IllegalArgumentException if there is no such output, or no such layer that is trained; the message suggests the nearest
     */
    public double of(String output, String layer) {
        return found("layer that is trained", layer, found("output with a loss", output, norms));
    }

    /** The norm of the gradient of an output's loss on all weights. */
    public double of(String output) {
        return norm(found("output with a loss", output, norms).values());
    }

    private static <V> V found(String what, String name, Map<String, V> all) {
        V value = all.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "there is no " + what + " '" + name + "'" + Similar.hint(name, all.keySet()) + "; there are "
                            + all.keySet());
        }
        return value;
    }

    private static double norm(Collection<Double> parts) {
        return Math.sqrt(parts.stream().mapToDouble(part -> part * part).sum());
    }

    /** The layers that the losses of several outputs move. */
    public Set<String> shared() {
        Map<String, Integer> moved = new LinkedHashMap<>();
        norms.values().forEach(layers -> layers.forEach((layer, norm) -> moved.merge(layer, norm == 0 ? 0 : 1, Integer::sum)));
        Set<String> shared = new LinkedHashSet<>();
        moved.forEach((layer, outputs) -> {
            if (outputs > 1) {
                shared.add(layer);
            }
        });
        return shared;
    }

    /** What dominates the layers that are shared, in one line, if something does. */
    public Optional<String> dominance() {
        Set<String> shared = shared();
        List<String> outputs = new ArrayList<>();
        Map<String, Double> pulls = new LinkedHashMap<>();
        norms.forEach((output, layers) -> {
            double pull = norm(shared.stream().map(layers::get).toList());
            if (pull > 0) {
                outputs.add(output);
                pulls.put(output, pull);
            }
        });
        outputs.sort((one, other) -> Double.compare(pulls.get(other), pulls.get(one)));
        if (outputs.size() < 2) {
            return Optional.empty();
        }
        String first = outputs.get(0);
        String second = outputs.get(1);
        double times = pulls.get(first) / pulls.get(second);
        return times < DOMINANT
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the loss of '%s' dominates the layers that it shares with other outputs, %s: the norm of its"
                                + " gradients there is %.3g, %.0f times that of '%s'; give it a smaller weight, or the"
                                + " others larger ones",
                        first,
                        shared,
                        pulls.get(first),
                        times,
                        second));
    }

    /** All of them by {@code gradient_norm/output/layer}, as TensorBoard groups them. */
    public Map<String, Double> byTag() {
        Map<String, Double> tags = new LinkedHashMap<>();
        norms.forEach((output, layers) ->
                layers.forEach((layer, norm) -> tags.put("gradient_norm/" + output + "/" + layer, norm)));
        return tags;
    }

    /** A line for each output: its norm on all weights, and on each layer. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        norms.forEach((output, layers) -> {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(output)
                    .append(": ")
                    .append(LogText.value(norm(layers.values())));
            layers.forEach((layer, norm) ->
                    text.append(" - ").append(layer).append(": ").append(LogText.value(norm)));
        });
        return text.toString();
    }
}
