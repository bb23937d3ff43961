package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.file.TensorHeader;
import dev.plumb.graph.file.WeightsHeader;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a file holds the weights of a graph: all of them, of its shapes, and no others. Layers in code declare theirs when they run. */
public final class WeightsCheck {
    private static final int DIFFERENCES_SHOWN = 5;

    private static final String DIFFERS = "differs";

    /** Of most layers, of GRU and of LSTM. */
    private static final List<Integer> GATES = List.of(1, 3, 4);

    private final Graph graph;
    private final WeightsHeader header;

    /** Shapes and types in the order of the graph, then what is missing, then what is left over. */
    private final List<Problem.Evidence> differences = new ArrayList<>();

    /** For layers with weights of other shapes in the file: these weights, and what the file has. */
    private final Map<Node, Map<Weight, List<Long>>> otherShapes = new LinkedHashMap<>();

    private WeightsCheck(Graph graph, WeightsHeader header) {
        this.graph = graph;
        this.header = header;
        compare();
    }

    /**
     * In what a file differs from a graph, with a change of the model after which it does not, if there is one.
     *
     * @param file its name in messages
     */
    public static Optional<Problem> problem(Graph graph, String file, WeightsHeader header) {
        WeightsCheck check = new WeightsCheck(graph, header);
        if (check.differences.isEmpty()) {
            return Optional.empty();
        }
        List<Problem.Evidence> shown =
                new ArrayList<>(check.differences.subList(0, Math.min(DIFFERENCES_SHOWN, check.differences.size())));
        if (check.differences.size() > DIFFERENCES_SHOWN) {
            shown.add(new Problem.Evidence(
                    "and", (check.differences.size() - DIFFERENCES_SHOWN) + " other differences", ""));
        }
        Problem.Evidence first = check.differences.get(0);
        String reason =
                "'" + first.subject() + "' " + (first.label().equals(DIFFERS) ? first.type() : "is " + first.label());
        return Optional.of(Problem.of(
                        ProblemId.WEIGHTS_MISMATCH,
                        new Place.OfWeights("value"),
                        ProblemId.WEIGHTS_MISMATCH.headline(file, graph.name(), reason))
                .withEvidence(shown)
                .withFix(check.fix().map(Candidate::text).orElse("")));
    }

    private void compare() {
        Map<String, TensorHeader> left = new LinkedHashMap<>();
        header.tensors().forEach(tensor -> left.put(tensor.name(), tensor));
        List<Problem.Evidence> missing = new ArrayList<>();
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                String path = node.path(weight);
                TensorHeader found = left.remove(path);
                if (found == null) {
                    missing.add(new Problem.Evidence(
                            "missing", path, text(sizes(weight)) + Similar.hint(path, left.keySet())));
                } else {
                    compare(node, weight, found);
                }
            }
        }
        differences.addAll(missing);
        for (Node node : graph.nodes()) {
            if (WrapperSpec.innermost(node.spec()).isCode()) {
                left.keySet().removeIf(name -> name.startsWith(node.name() + "/"));
            }
        }
        left.values()
                .forEach(tensor ->
                        differences.add(new Problem.Evidence("left over", tensor.name(), text(tensor.shape()))));
    }

    private void compare(Node node, Weight weight, TensorHeader found) {
        if (!found.shape().equals(sizes(weight))) {
            otherShapes.computeIfAbsent(node, any -> new LinkedHashMap<>()).put(weight, found.shape());
            differences.add(new Problem.Evidence(
                    DIFFERS,
                    found.name(),
                    "is " + text(found.shape()) + " in the file, the model needs " + text(sizes(weight))));
        } else if (!found.type().isFloating()) {
            differences.add(new Problem.Evidence(
                    DIFFERS, found.name(), "holds " + found.type() + " in the file, the model needs F32"));
        }
    }

    /** Sizes of layers set to those of the file, if the model is sound so and the file then fits. */
    private Optional<Candidate> fix() {
        Map<String, Draft.Step> steps = graph.draft().stepsByName();
        Optional<Candidate> all = Optional.empty();
        for (Map.Entry<Node, Map<Weight, List<Long>>> other : otherShapes.entrySet()) {
            Draft.Step step = steps.get(other.getKey().name());
            if (step == null) {
                return Optional.empty(); // it is inside of a block or a nested model
            }
            Draft before = all.map(Candidate::draft).orElse(graph.draft());
            Optional<Candidate> change = change(before, step, other.getValue());
            if (change.isPresent()) {
                all = Optional.of(all.map(made -> made.and(change.get())).orElse(change.get()));
            }
        }
        return all.filter(changed -> fits(changed.draft()));
    }

    private boolean fits(Draft draft) {
        return GraphChecker.decide(draft)
                .graph()
                .filter(changed -> new WeightsCheck(changed, header).differences.isEmpty())
                .isPresent();
    }

    /** A change of an attribute that is the size of an axis, or of the gates that lie beside each other on it; none if no attribute is. */
    private static Optional<Candidate> change(Draft draft, Draft.Step step, Map<Weight, List<Long>> others) {
        for (Map.Entry<Weight, List<Long>> other : others.entrySet()) {
            List<Long> sizes = sizes(other.getKey());
            for (int axis = sizes.size() - 1;
                    axis >= 0 && sizes.size() == other.getValue().size();
                    axis--) {
                Optional<Candidate> change =
                        change(draft, step, sizes.get(axis), other.getValue().get(axis));
                if (change.isPresent()) {
                    return change;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Candidate> change(Draft draft, Draft.Step step, long size, long found) {
        for (int gates : GATES) {
            if (size != found && size % gates == 0 && found % gates == 0 && found > 0 && found <= Dim.LARGEST_AXIS) {
                for (Map.Entry<String, Object> attribute :
                        Candidate.attributes(step).entrySet()) {
                    if (attribute.getValue() instanceof Integer value && value == size / gates) {
                        return Candidate.of(draft, step, attribute.getKey(), (int) (found / gates));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Long> sizes(Weight weight) {
        return Arrays.stream(weight.shape().sizes()).boxed().toList();
    }

    private static String text(List<Long> shape) {
        return shape.toString().replace('[', '(').replace(']', ')');
    }
}
