package dev.plumb.source;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds stretches of layers that are alike: neighbours in the model's order that take one tensor from outside and give one, of the same layers with the same
 * attributes, wired alike. Numbers may differ from one stretch to the next.
 */
final class Stretches {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 64;
    private static final int MOST_AXES = 4;

    private final List<Draft.Step> steps;
    private final Map<String, Integer> places = new HashMap<>();

    /** For each step the steps that take what it gives. */
    private final List<List<Integer>> takers = new ArrayList<>();

    private final List<Boolean> plain = new ArrayList<>();
    private final Map<String, Node> nodes = new HashMap<>();

    /**
     * Looks at a model.
     *
     * @param graph what the draft denotes
     * @param left the names of layers that are to stay as they are
     */
    Stretches(Draft draft, Graph graph, Set<String> left) {
        this.steps = draft.steps();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        Set<String> kept = new HashSet<>(left);
        draft.outputs().forEach(output -> kept.add(output.tensor().source()));
        for (int i = 0; i < steps.size(); i++) {
            places.put(steps.get(i).name(), i);
            takers.add(new ArrayList<>());
            if (!steps.get(i).terms().sharing().isEmpty()) {
                kept.add(steps.get(i).terms().sharing());
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            for (Draft.Source source : steps.get(i).sources()) {
                Integer from = places.get(source.wire().source());
                if (from != null) {
                    takers.get(from).add(i);
                    if (!source.wire().output().isEmpty()) {
                        kept.add(source.wire().source());
                    }
                }
            }
        }
        steps.forEach(step -> plain.add(!kept.contains(step.name()) && isPlain(step)));
    }

    /** A layer that stands for itself: no model, no code, nothing that is said of it but that it is frozen. */
    private static boolean isPlain(Draft.Step step) {
        LayerSpec layer = step.layer().orElseThrow();
        LayerSpec inner = WrapperSpec.innermost(layer);
        Draft.Terms own = step.terms().frozen() ? Draft.Terms.NONE.asFrozen() : Draft.Terms.NONE;
        return step.terms().equals(own)
                && !inner.isMadeOfLayers()
                && !(inner instanceof CodeLayer)
                && !(inner instanceof PreprocessingSpec);
    }

    /**
     * Stretches that are alike.
     *
     * @param starts the place of the first layer of each
     * @param length how many layers each has
     */
    record Alike(List<Integer> starts, int length) {}

    /** All groups of stretches that are alike, which do not overlap within a group. */
    List<Alike> all() {
        Map<Object, List<Integer>> found = new LinkedHashMap<>();
        for (int start = 0; start < steps.size(); start++) {
            for (int length = 1; length <= LONGEST && start + length <= steps.size(); length++) {
                if (!plain.get(start + length - 1)) {
                    break;
                }
                if (length >= SHORTEST && isClosed(start, length)) {
                    List<Integer> starts = found.computeIfAbsent(shape(start, length), any -> new ArrayList<>());
                    if (starts.isEmpty() || starts.get(starts.size() - 1) + length <= start) {
                        starts.add(start);
                    }
                }
            }
        }
        List<Alike> all = new ArrayList<>();
        found.forEach((shape, starts) -> {
            if (starts.size() > 1) {
                all.add(new Alike(starts, ((List<?>) shape).size() - 1));
            }
        });
        return all;
    }

    /** The only tensor that a stretch takes from outside. */
    TensorName taken(int start) {
        return steps.get(start).sources().get(0).wire();
    }

    /** The type of that tensor. */
    TensorType takenType(int start) {
        return node(start).inputTypes().get(0);
    }

    private Node node(int place) {
        Node node = nodes.get(steps.get(place).name());
        if (node == null) {
            throw new IllegalStateException(
                    "no layer is called '" + steps.get(place).name() + "'");
        }
        return node;
    }

    /** Whether what one stretch gives goes into the other, and nowhere else. */
    boolean isFollowed(int start, int length, int next) {
        int last = start + length - 1;
        return next == last + 1
                && taken(next).equals(TensorName.of(steps.get(last).name()))
                && takers.get(last).stream().allMatch(taker -> taker < next + length);
    }

    /** Whether one tensor goes in and one comes out, and all that is in between stays there. */
    private boolean isClosed(int start, int length) {
        int end = start + length;
        if (steps.get(start).sources().isEmpty()) {
            return false;
        }
        TensorName taken = taken(start);
        TensorType type = takenType(start);
        if (type.dtype() != DType.FLOAT32 || type.rank() < 1 || type.rank() > MOST_AXES) {
            return false;
        }
        for (int i = start; i < end; i++) {
            for (Draft.Source source : steps.get(i).sources()) {
                if (inside(source, start, i).isEmpty() && !source.wire().equals(taken)) {
                    return false;
                }
            }
            boolean stays = takers.get(i).stream().allMatch(taker -> taker < end);
            if (i < end - 1 && (!stays || takers.get(i).isEmpty())) {
                return false;
            }
        }
        return node(end - 1).type().dtype() == DType.FLOAT32;
    }

    private Optional<Integer> inside(Draft.Source source, int start, int before) {
        return Optional.ofNullable(places.get(source.wire().source()))
                .filter(place -> place >= start && place < before);
    }

    /** What is equal in stretches that are alike: an item a layer, and one for what goes in. */
    private List<Object> shape(int start, int length) {
        List<Object> shape = new ArrayList<>();
        shape.add(takenType(start).rank());
        for (int i = start; i < start + length; i++) {
            Draft.Step step = steps.get(i);
            List<Object> wires = new ArrayList<>();
            for (Draft.Source source : step.sources()) {
                wires.add(inside(source, start, i).map(place -> place - start).orElse(-1));
            }
            LayerSpec layer = step.layer().orElseThrow();
            Map<String, Object> values = new LinkedHashMap<>();
            layer.attributes()
                    .forEach((name, value) -> values.put(
                            name, Numbers.kind(value).<Object>map(kind -> kind).orElse(value)));
            shape.add(List.of(layer.definition().annotation(), values, wires, step.declared(), step.terms()));
        }
        return shape;
    }
}
