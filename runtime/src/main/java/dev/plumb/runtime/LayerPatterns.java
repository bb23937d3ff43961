package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.Weight;
import dev.plumb.weights.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds layers by patterns over their paths: {@code encoder}, {@code encoder/**}, {@code stage?/conv*}. A star stands for any part of one
 * name, a question mark for one character of it, two stars for any number of names. The name of a nested model, block or repetition stands
 * for all layers in it, and a layer that shares weights for the one that owns them.
 */
final class LayerPatterns {
    private static final int PATHS_SHOWN = 10;

    private final String model;

    /** What layers have that can be named. */
    private final String what;

    /** By each path that can be named: the layers with weights that can be trained. */
    private final Map<String, Set<String>> owners = new LinkedHashMap<>();

    private final List<String> trainable;

    LayerPatterns(Graph graph) {
        this(graph, node -> node.weights().stream().anyMatch(Weight::trainable), "weights that can be trained");
    }

    /** Those that can take something from another model: weights of any kind, or a vocabulary. */
    static LayerPatterns ofTakers(Graph graph) {
        return new LayerPatterns(
                graph, node -> !node.weights().isEmpty() || VocabularyFit.isAdapted(node), "weights or a vocabulary");
    }

    /** Those that keep something of each example from one batch to the next. */
    static LayerPatterns ofStateful(Graph graph) {
        return new LayerPatterns(graph, node -> node.spec().isStateful(), "stateful = true");
    }

    /** All of them. */
    static LayerPatterns ofAll(Graph graph) {
        return new LayerPatterns(graph, node -> true, "anything");
    }

    private LayerPatterns(Graph graph, Predicate<Node> named, String what) {
        this.model = graph.name();
        this.what = what;
        this.trainable = graph.nodes().stream().filter(named).map(Node::name).toList();
        Set<String> known = Set.copyOf(trainable);
        for (Scope scope : graph.scopes()) {
            owners.put(scope.path(), new LinkedHashSet<>());
        }
        for (Node node : graph.nodes()) {
            Set<String> own = known.contains(node.sharing()) ? Set.of(node.sharing()) : Set.of();
            owners.put(node.name(), own);
            for (int slash = node.name().indexOf('/');
                    slash > 0;
                    slash = node.name().indexOf('/', slash + 1)) {
                owners.getOrDefault(node.name().substring(0, slash), new LinkedHashSet<>())
                        .addAll(own);
            }
        }
    }

    /** The layers with weights that can be trained, in the order of the graph. */
    List<String> trainable() {
        return trainable;
    }

    /**
     * The layers with weights that can be trained which some pattern matches.
     *
     * @throws IllegalArgumentException if there is no pattern, or one that matches no such layer
     */
    Set<String> matching(String... patterns) {
        if (patterns.length == 0) {
            throw new IllegalArgumentException("no layers are named: give patterns such as " + examples());
        }
        Set<String> matched = new LinkedHashSet<>();
        for (String pattern : patterns) {
            matched.addAll(matching(pattern));
        }
        return matched;
    }

    /** All paths that can be named and that a pattern matches: of layers, and of what layers lie in. */
    List<String> paths(String pattern) {
        if (pattern == null || pattern.isEmpty()) {
            throw new IllegalArgumentException("a pattern is " + (pattern == null ? "null" : "empty")
                    + ": give the path of a layer of model '" + model + "', such as " + examples());
        }
        PathPattern expression = PathPattern.of(pattern);
        List<String> paths =
                owners.keySet().stream().filter(expression::matches).toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("model '" + model + "' has no layer '" + pattern + "'"
                    + Similar.hint(pattern, candidates(pattern)) + shown());
        }
        return paths;
    }

    private Set<String> matching(String pattern) {
        List<String> paths = paths(pattern);
        Set<String> layers = paths.stream()
                .flatMap(path -> owners.get(path).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("no layer that '" + pattern + "' matches in model '" + model
                    + "' has " + what + " (" + String.join(", ", first(paths)) + "); layers that have: "
                    + String.join(", ", first(trainable)));
        }
        return layers;
    }

    /** What a pattern may have been meant to be: paths, with the stars that it ends with. */
    private List<String> candidates(String pattern) {
        int stars = pattern.indexOf("/*");
        String suffix = stars < 0 ? "" : pattern.substring(stars);
        return owners.keySet().stream()
                .map(path -> path + suffix)
                .filter(candidate -> {
                    PathPattern expression = PathPattern.of(candidate);
                    return owners.keySet().stream().anyMatch(expression::matches);
                })
                .toList();
    }

    private String shown() {
        List<String> paths = List.copyOf(owners.keySet());
        return paths.isEmpty() ? "" : "; its layers are " + String.join(", ", first(paths));
    }

    private String examples() {
        return trainable.isEmpty() ? "'hidden'" : "'" + trainable.get(0) + "'";
    }

    private static List<String> first(List<String> paths) {
        List<String> shown = new ArrayList<>(paths.subList(0, Math.min(PATHS_SHOWN, paths.size())));
        if (paths.size() > PATHS_SHOWN) {
            shown.add("and " + (paths.size() - PATHS_SHOWN) + " more");
        }
        return shown;
    }
}
