package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How the layers of another model are matched with those of a network that takes weights from it:
 * {@code Matching.byName().into("encoder").skip("encoder/head")}. Immutable; each setter returns a changed one.
 *
 * @param inOrder whether the layers with weights are paired in the order of the graphs, not by their paths
 * @param skip patterns of layers that take nothing, as of {@link Network#freeze}
 * @param skipMismatched whether a layer whose weights have other shapes is skipped; otherwise all is refused
 * @param takeAll whether each layer that is not skipped has to take weights; otherwise all is refused
 * @param into the nested model, block or repetition that takes the weights; "" is the whole network
 * @param outOf the one that they are taken from in the other model; "" is the whole model
 * @param naming what a layer of a path is called in the other model, where names decide
 */
public record Matching(
        boolean inOrder,
        List<String> skip,
        boolean skipMismatched,
        boolean takeAll,
        String into,
        String outOf,
        UnaryOperator<String> naming) {
    public Matching {
        skip = List.copyOf(skip);
        Objects.requireNonNull(into, "the path of what takes the weights is null");
        Objects.requireNonNull(outOf, "the path of what the weights are taken from is null");
        Objects.requireNonNull(naming, "the function from paths to names is null");
    }

    /** Layers of one path match; others are left as they are. */
    public static Matching byName() {
        return new Matching(false, List.of(), false, false, "", "", UnaryOperator.identity());
    }

    /** The first layer with weights matches the first, and so on; there must be as many. */
    public static Matching byOrder() {
        return new Matching(true, List.of(), false, false, "", "", UnaryOperator.identity());
    }

    /** These layers take nothing. */
    public Matching skip(String... patterns) {
        List<String> all = new ArrayList<>(skip);
        all.addAll(List.of(patterns));
        return new Matching(inOrder, all, skipMismatched, takeAll, into, outOf, naming);
    }

    /** A layer whose weights have other shapes than in the other model is skipped. */
    public Matching skippingMismatched() {
        return new Matching(inOrder, skip, true, takeAll, into, outOf, naming);
    }

    /** Each layer takes weights, but for those that {@link #skip} names: if one finds none, all is refused, and nothing is changed. */
    public Matching takingAll() {
        return new Matching(inOrder, skip, skipMismatched, true, into, outOf, naming);
    }

    /** Only a nested model, block or repetition takes weights: paths in it match whole paths of the other model. */
    public Matching into(String path) {
        return new Matching(inOrder, skip, skipMismatched, takeAll, path, outOf, naming);
    }

    /** Weights are taken only from a nested model, block or repetition of the other model. */
    public Matching outOf(String path) {
        return new Matching(inOrder, skip, skipMismatched, takeAll, into, path, naming);
    }

    /** Layers are called otherwise in the other model: the function gets the path of a layer here, below {@code into}, and gives its name there. */
    public Matching naming(UnaryOperator<String> names) {
        return new Matching(inOrder, skip, skipMismatched, takeAll, into, outOf, names);
    }

    /** Whether a layer here takes anything. */
    boolean isInto(String path) {
        return isWithin(into, path);
    }

    /** Whether a layer of the other model gives anything. */
    boolean isOutOf(String path) {
        return isWithin(outOf, path);
    }

    /** The name in the other model of a layer here, if names decide. */
    String nameThere(String path) {
        String inside = into.isEmpty() ? path : path.equals(into) ? "" : path.substring(into.length() + 1);
        String named = Objects.requireNonNull(
                naming.apply(inside), () -> "naming gave null for '" + inside + "': a name is expected");
        return outOf.isEmpty() ? named : named.isEmpty() ? outOf : outOf + "/" + named;
    }

    /** The layers of a model that are to be skipped. */
    Set<String> skipped(Graph graph) {
        return skip.isEmpty() ? Set.of() : LayerPatterns.ofTakers(graph).matching(skip.toArray(String[]::new));
    }

    private static boolean isWithin(String scope, String path) {
        return scope.isEmpty() || path.equals(scope) || path.startsWith(scope + "/");
    }
}
