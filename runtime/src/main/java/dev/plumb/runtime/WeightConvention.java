package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.problem.Similar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How the weights of a network are called and laid out in a safetensors file, said once for reading and writing:
 * {@code WeightConvention.pyTorch().layers(Map.of("conv1", "features.0", "classes", "classifier.1"))}. Immutable; each setter returns a changed one.
 *
 * @param isPyTorch whether layers are modules of PyTorch, with its names and layouts of tensors
 * @param names from the path of a layer here to its name there
 * @param table what {@link #layers(Map)} was given, or empty
 */
public record WeightConvention(boolean isPyTorch, UnaryOperator<String> names, Map<String, String> table) {
    public WeightConvention {
        Objects.requireNonNull(names, "the function from paths to names is null");
        table = Map.copyOf(table);
    }

    /** Last parts of names that only state dicts have, {@code features.0.weight}. */
    private static final Pattern STATE_DICT = Pattern.compile(
            ".+\\.(weight|running_mean|running_var|num_batches_tracked|in_proj_weight|(weight|bias)_[ih]h_l\\d+(_reverse)?)");

    /** Last parts of names that only weights here have, {@code hidden/kernel}. */
    private static final Pattern PLUMB = Pattern.compile(
            ".+[/.](kernel|depthwise_kernel|recurrent_kernel|embeddings|gamma|moving_mean|moving_variance)");

    /** Names and layouts of Plumb: {@code encoder/hidden/kernel}. */
    public static WeightConvention plumb() {
        return new WeightConvention(false, UnaryOperator.identity(), Map.of());
    }

    /**
     * Those of a state dict of PyTorch: {@code encoder.hidden.weight}, transposed. docs/weights-files.md has the table of layers and modules.
     */
    public static WeightConvention pyTorch() {
        return new WeightConvention(true, path -> path.replace('/', '.'), Map.of());
    }

    /** The function gets the path of a layer here, such as {@code encoder/hidden}, and gives its name there, such as {@code backbone.0}. */
    public WeightConvention layers(UnaryOperator<String> names) {
        return new WeightConvention(isPyTorch, names, Map.of());
    }

    /**
     * Paths of layers, nested models, blocks or repetitions here, and their names there: what lies in one that has a name there has it before its own. The
     * others keep theirs.
     */
    public WeightConvention layers(Map<String, String> table) {
        String separator = isPyTorch ? "." : "/";
        UnaryOperator<String> others = isPyTorch ? pyTorch().names() : UnaryOperator.identity();
        return new WeightConvention(isPyTorch, path -> named(path, table, others, separator), table);
    }

    private static String named(
            String path, Map<String, String> table, UnaryOperator<String> others, String separator) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String name = table.get(path.substring(0, end));
            if (name != null) {
                String rest = path.substring(end);
                return rest.isEmpty() ? name : name + separator + others.apply(rest.substring(1));
            }
        }
        return others.apply(path);
    }

    /** That names of arrays are those of the other convention, and how to read them, if they are. */
    Optional<String> otherThan(List<String> arrays) {
        long stateDict = arrays.stream()
                .filter(name -> STATE_DICT.matcher(name).matches())
                .count();
        long plumb =
                arrays.stream().filter(name -> PLUMB.matcher(name).matches()).count();
        if (!isPyTorch && stateDict > 0 && plumb == 0) {
            return Optional.of(
                    "its names are those of a state dict of PyTorch, so read it with WeightConvention.pyTorch()");
        }
        return isPyTorch && plumb > 0 && stateDict == 0
                ? Optional.of("its names are those of weights here, so read it with WeightConvention.plumb()")
                : Optional.empty();
    }

    /** The name there of a layer here. */
    String name(String path) {
        return Objects.requireNonNull(
                names.apply(path), () -> "the convention gave null for '" + path + "': a name is expected");
    }

    /**
     * Throws unless all that the table names is there.
     *
     * @param into the part that takes weights, whose paths the table has; "" is the whole network
     */
    void check(Graph graph, String into) {
        Set<String> paths = new LinkedHashSet<>();
        graph.scopes().stream().map(Scope::path).forEach(paths::add);
        graph.nodes().stream().map(Node::name).forEach(paths::add);
        String prefix = into.isEmpty() ? "" : into + "/";
        for (String path : table.keySet()) {
            if (!paths.contains(prefix + path)) {
                throw new IllegalArgumentException("the convention names a layer '" + path + "', which model '"
                        + graph.name() + "' has not" + (into.isEmpty() ? "" : " in '" + into + "'")
                        + Similar.hint(prefix + path, paths));
            }
        }
    }
}
