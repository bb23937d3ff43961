package dev.plumb.processor.random;

import static java.util.Map.entry;

import dev.plumb.graph.Graph;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Where Plumb and Keras do not say the same about a model. Where that is meant so, the reason is here. */
final class KerasDifferences {
    /** The names of axes in {@link RandomModels}, in a message. */
    private static final Pattern SYMBOLIC = Pattern.compile("[(*, ](n|time)\\b");

    /** What Keras accepts and Plumb does not, by problem, or by problem and layer or attribute. */
    private final Excuses stricter = new Excuses(Map.ofEntries(
            entry("dead-layer", "Keras leaves it out of the model without a word"),
            entry("disconnected-input", "Keras lets it be fed and ignores it"),
            entry("duplicate-name", "in the recording the second layer takes the place of the first"),
            entry("dtype-mismatch", "Keras casts integers and booleans to floats where it meets them"),
            entry(
                    "shape-mismatch of a symbolic size",
                    "Keras does not know what a size cannot be, and fails when it runs"),
            entry("rank-mismatch MultiHeadAttention", "Plumb attends over time only, Keras over all axes but the last"),
            entry("wrong-arity LeakyReLU", "given a list, Keras makes one array of it when it runs, of one more axis"),
            entry("wrong-arity Add", "a list of one tensor, which Keras gives back as it is"),
            entry("wrong-arity Average", "as above"),
            entry("wrong-arity Concatenate", "as above"),
            entry("wrong-arity Maximum", "as above"),
            entry("wrong-arity Minimum", "as above"),
            entry("wrong-arity Multiply", "as above"),
            entry("rank-mismatch TimeDistributed", "Keras does not ask the layer for its rank: it fails when it runs"),
            entry("wrong-arity Activation", "given a list, Keras makes one array of it when it runs, of one more axis"),
            entry("wrong-arity LSTM", "Keras looks at initial states when it runs"),
            entry("rank-mismatch Masking", "a mask without a time axis"),
            entry("shape-mismatch GRU", "Keras looks at initial states when it runs"),
            entry("shape-mismatch LSTM", "as above"),
            entry("bad-attribute Input.dims", "a name that is none: in the recording any name is None"),
            entry("bad-attribute Input.value", "an axis of size 0: Keras finds out when it runs"),
            entry("bad-attribute BatchNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute LayerNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute TimeDistributed.epsilon", "a root of a negative number"),
            entry("bad-attribute Dropout.noiseShape", "not one entry an axis: Keras finds out when it runs"),
            entry("bad-attribute GroupNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute Reshape.value", "a 0, which Keras refuses when it runs if a size was unknown"),
            entry("bad-attribute GRU.activation", "Keras finds out that GLU halves an axis when it runs"),
            entry("bad-attribute LSTM.activation", "as above"),
            entry("bad-attribute TimeDistributed.recurrentActivation", "as above"),
            entry("bad-attribute GRU.dropout", "Keras takes what is below 0 for 0, and 1 drops everything"),
            entry("bad-attribute GRU.recurrentDropout", "as above"),
            entry("bad-attribute LSTM.dropout", "as above"),
            entry("bad-attribute LSTM.recurrentDropout", "as above"),
            entry("bad-attribute Bidirectional.dropout", "as above"),
            entry("bad-attribute Bidirectional.recurrentDropout", "as above"),
            entry("bad-attribute MultiHeadAttention.outputShape", "an axis of size 0"),
            entry(
                    "bad-attribute PReLU.alphaConstraint",
                    "a norm over axis 0 of a weight without axes, which Keras finds out when it trains"),
            entry("bad-attribute UpSampling2D.interpolation", "Plumb has two of the five so far")));

    /** How Keras refuses what Plumb accepts, as patterns. */
    private final Excuses laxer = new Excuses(Map.of(
            "must be fully-defined",
            "Keras takes the sum of a known and an unknown size for unknown, Plumb for the known one, and checks when it runs",
            "unsupported operand type\\(s\\) for [*%]: .*'NoneType'",
            "as above",
            "MultiHeadAttention.build\\(\\) missing 1 required",
            "in a TimeDistributed with its one input, attention is that of the steps to themselves",
            "axis values (None \\(at axis -?\\d\\) != |\\d+ \\(at axis -?\\d\\) != None)",
            "for Keras' Dot an unknown size differs from every known one; Plumb checks when it runs"));

    /** Why Plumb refuses too, but has no problem of the kind that Keras means at the layer where Keras refuses. */
    private final Excuses other = new Excuses(Map.ofEntries(
            entry("a problem before it", "Plumb says nothing of what follows from what it refuses and Keras does not"),
            entry(
                    "two of one name",
                    "of two layers of one name Plumb judges the first, and in the recording the second takes its place"),
            entry(
                    "accepted by Plumb",
                    "for a reason above; what Plumb refuses is another thing, and Keras did not come so far"),
            entry(
                    "unknown-dimension is bad-attribute BatchNormalization.axis",
                    "for Keras an axis that is not there is the batch axis, of unknown size"),
            entry(
                    "bad-attribute is rank-mismatch GroupNormalization",
                    "as above, and Keras takes it for one that is there"),
            entry(
                    "rank-mismatch is bad-attribute Permute.value",
                    "Keras takes an empty permutation for one of no axes"),
            entry("rank-mismatch is wrong-arity TimeDistributed", "Keras takes the list of its inputs for a shape"),
            entry("rank-mismatch is wrong-arity Bidirectional", "Plumb counts the inputs before it looks at them"),
            entry(
                    "bad-attribute is rank-mismatch Conv1DTranspose",
                    "Keras takes more axes, and makes its weights first"),
            entry("rank-mismatch is wrong-arity GRU", "Plumb counts the inputs before it looks at them"),
            entry(
                    "wrong-arity is bad-attribute TimeDistributed.layer",
                    "TimeDistributed gives what it wraps one input: Plumb says so of the wrapper")));

    private final KerasRefusals refusals = new KerasRefusals();

    /** What differs without an excuse, or "". */
    String of(KerasCase model) {
        if (model.isAcceptedByBoth()) {
            Graph graph = model.graph().orElseThrow();
            return shapes(graph, model.keras()) + masks(graph, model.keras()) + parameters(graph, model.keras());
        } else if (model.graph().isPresent()) {
            return laxer.excuseText(model.refusal()) ? "" : "Keras refuses: " + model.refusal();
        } else if (model.isAcceptedByKeras()) {
            return model.problems().stream().allMatch(this::isStricter) ? "" : "Keras accepts: " + model.problems();
        }
        return isSameKind(model)
                ? ""
                : "Keras refuses otherwise, at " + model.refusedAt() + ": " + model.refusal() + ", Plumb: "
                        + model.problems();
    }

    /** The excuses and the messages of Keras that no model needed. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(stricter.unused());
        unused.addAll(laxer.unused());
        unused.addAll(other.unused());
        unused.addAll(refusals.unused());
        return unused;
    }

    private boolean isStricter(Problem problem) {
        return stricter.excuse(about(problem)) || stricter.excuse(problem.id().id());
    }

    /** What a problem is about: an attribute, a symbolic size, or a layer. */
    static String about(Problem problem) {
        String id = problem.id().id();
        String layer = problem.headline().replaceFirst("\\W.*", "");
        if (problem.place() instanceof Place.Attribute place && problem.id() == ProblemId.BAD_ATTRIBUTE) {
            return id + " " + layer + "." + place.attribute();
        }
        boolean aboutSizes = problem.id() == ProblemId.SHAPE_MISMATCH || problem.id() == ProblemId.BROADCAST;
        return aboutSizes && SYMBOLIC.matcher(problem.headline()).find()
                ? id + " of a symbolic size"
                : id + " " + layer;
    }

    /** Whether Plumb has the problem of Keras at the layer where Keras has it; Keras tells the first one only. */
    private boolean isSameKind(KerasCase model) {
        Set<ProblemId> kinds = refusals.kinds(model.refusal());
        String at = model.refusedAt();
        List<Problem> here = model.problems().stream()
                .filter(problem -> problem.site().layer().equals(at))
                .toList();
        if (here.stream().map(Problem::id).anyMatch(kinds::contains)) {
            return true;
        }
        if (here.stream().anyMatch(problem -> problem.id() == ProblemId.DUPLICATE_NAME)) {
            return other.excuse("two of one name");
        }
        Set<String> before = model.before(at);
        if (model.problems().stream()
                .anyMatch(problem -> before.contains(problem.site().layer()) && isStricter(problem))) {
            return other.excuse("a problem before it");
        }
        if (here.isEmpty() || kinds.isEmpty()) {
            return laxer.excuseText(model.refusal()) && other.excuse("accepted by Plumb");
        }
        return here.stream().anyMatch(problem -> kinds.stream()
                .anyMatch(kind -> other.excuse(kind.id() + " is " + about(problem))));
    }

    /** A size that Keras does not know may be known: of a sum of a known and an unknown size, Keras forgets the known one. */
    private static String shapes(Graph graph, Map<String, Object> keras) {
        StringBuilder differences = new StringBuilder();
        Map<String, Object> outputs = KerasCase.map(keras.get("outputs"));
        for (Graph.Output output : graph.outputs()) {
            List<Dim> dims = output.type().shape().dims();
            List<?> sizes = outputs.get(output.name()) instanceof List<?> list ? list : List.of();
            boolean same = dims.size() == sizes.size();
            for (int axis = 0; same && axis < dims.size(); axis++) {
                Object size = sizes.get(axis);
                same = size == null ? hasNames(graph) : dims.get(axis).equals(Dim.of(((Number) size).longValue()));
            }
            if (!same) {
                differences.append(output.name() + " is " + dims + ", for Keras " + sizes + " ");
            }
        }
        return differences.toString();
    }

    private static boolean hasNames(Graph graph) {
        return graph.inputs().stream().anyMatch(input -> !input.type().shape().isKnown());
    }

    private static String masks(Graph graph, Map<String, Object> keras) {
        List<String> masked = graph.outputs().stream()
                .filter(output -> output.type().masked())
                .map(Graph.Output::name)
                .toList();
        Object byKeras = keras.get("masked");
        return masked.equals(byKeras) ? "" : "masks of " + masked + ", for Keras of " + byKeras + " ";
    }

    private static String parameters(Graph graph, Map<String, Object> keras) {
        long parameters = ((Number) Objects.requireNonNull(keras.get("parameters"))).longValue();
        return graph.parameters() == parameters ? "" : graph.parameters() + " parameters, for Keras " + parameters;
    }
}
