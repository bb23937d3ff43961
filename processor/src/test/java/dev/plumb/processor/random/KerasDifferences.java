package dev.plumb.processor.random;

import static java.util.Map.entry;

import dev.plumb.graph.Graph;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.Weight;
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
            entry(
                    "unknown-output Bidirectional",
                    "both directions apart: in the recording the first of the list is taken"),
            entry("unknown-output STFTSpectrogram", "as above"),
            entry("wrong-arity Add", "a list of one tensor, which Keras gives back as it is"),
            entry("wrong-arity Average", "as above"),
            entry("wrong-arity Maximum", "as above"),
            entry("wrong-arity Minimum", "as above"),
            entry("wrong-arity Multiply", "as above"),
            entry("rank-mismatch TimeDistributed", "Keras does not ask the layer for its rank: it fails when it runs"),
            entry("wrong-arity LSTM", "Keras looks at initial states when it runs"),
            entry("rank-mismatch Masking", "a mask without a time axis"),
            entry("shape-mismatch GRU", "Keras looks at initial states when it runs"),
            entry("shape-mismatch LSTM", "as above"),
            entry("bad-attribute Input.dims", "a name that is none: in the recording any name is None"),
            entry("bad-attribute Input.value", "an axis of size 0: Keras finds out when it runs"),
            entry("bad-attribute BatchNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute Dropout.noiseShape", "not one entry an axis: Keras finds out when it runs"),
            entry("bad-attribute GroupNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute Reshape.value", "a 0, which Keras refuses when it runs if a size was unknown"),
            entry("bad-attribute GRU.dropout", "Keras takes what is below 0 for 0, and 1 drops everything"),
            entry("bad-attribute GRU.recurrentDropout", "as above"),
            entry("bad-attribute LSTM.dropout", "as above"),
            entry("bad-attribute LSTM.recurrentDropout", "as above"),
            entry("bad-attribute Bidirectional.dropout", "as above"),
            entry("bad-attribute Bidirectional.recurrentDropout", "as above"),
            entry(
                    "bad-attribute PReLU.alphaConstraint",
                    "a norm over axis 0 of a weight without axes, which Keras finds out when it trains"),
            entry("rank-mismatch AdaptiveAveragePooling1D", "Keras does not ask for the rank before it runs"),
            entry("rank-mismatch AdaptiveAveragePooling2D", "as above"),
            entry("rank-mismatch AdaptiveAveragePooling3D", "as above"),
            entry("rank-mismatch AdaptiveMaxPooling1D", "as above"),
            entry("rank-mismatch AdaptiveMaxPooling2D", "as above"),
            entry("rank-mismatch AdaptiveMaxPooling3D", "as above"),
            entry("rank-mismatch Attention", "as above"),
            entry("rank-mismatch AdditiveAttention", "as above"),
            entry("bad-attribute AdaptiveAveragePooling1D.outputSize", "an axis of size 0"),
            entry("bad-attribute AdaptiveAveragePooling2D.outputSize", "as above"),
            entry("bad-attribute AdaptiveMaxPooling2D.outputSize", "as above"),
            entry("bad-attribute Softmax.axis", "no axes, or that of the examples"),
            entry("bad-attribute AlphaDropout.noiseShape", "not one entry an axis: Keras finds out when it runs"),
            entry("unknown-dimension Attention", "Plumb wants to know how many features are compared"),
            entry("wrong-arity ActivityRegularization", "Keras looks at it when it trains"),
            entry("rank-mismatch MelSpectrogram", "samples of several channels, which Keras takes for examples"),
            entry("rank-mismatch CategoryEncoding", "Keras takes the ids of all but the first axes together"),
            entry("rank-mismatch Discretization", "as above"),
            entry("rank-mismatch UnitNormalization", "Keras takes the batch for the features"),
            entry("bad-attribute GaussianDropout.value", "a rate of 1, at which noise is not finite"),
            entry("bad-attribute AlphaDropout.value", "as above"),
            entry("bad-attribute MelSpectrogram.minFreq", "Keras computes bands that are empty"),
            entry("bad-attribute MelSpectrogram.maxFreq", "as above"),
            entry("bad-attribute MelSpectrogram.window", "Keras finds out when it runs"),
            entry("bad-attribute MelSpectrogram.fftLength", "as above"),
            entry("empty-dimension MelSpectrogram", "as above"),
            entry("wrong-arity Softmax", "given a list, Keras makes one array of it when it runs, of one more axis"),
            entry("wrong-arity GaussianNoise", "as above"),
            entry("wrong-arity AlphaDropout", "as above"),
            entry("wrong-arity UnitNormalization", "as above"),
            entry("wrong-arity ReLU", "as above"),
            entry("bad-attribute Attention.dropout", "Keras looks at it when it trains"),
            entry("bad-attribute AdditiveAttention.dropout", "as above"),
            entry("bad-attribute SimpleRNN.dropout", "as for GRU"),
            entry("bad-attribute RMSNormalization.epsilon", "a root of a negative number"),
            entry("bad-attribute Discretization.epsilon", "Keras learns nothing of it before adapt"),
            entry("bad-attribute CategoryEncoding.numTokens", "Keras does not know which ids there are"),
            entry("bad-attribute ZeroPadding2D.value", "Keras pads by less than nothing"),
            entry("shape-mismatch AdditiveAttention", "Keras finds out when it runs"),
            entry("bad-attribute BatchNormalization.momentum", "a mean of more than all")));

    /** How Keras refuses what Plumb accepts, as patterns. */
    private final Excuses laxer = new Excuses(Map.ofEntries(
            entry(
                    "must be fully-defined",
                    "Keras takes the sum of a known and an unknown size for unknown, Plumb for the known one, and"
                            + " checks when it runs"),
            entry("unsupported operand type\\(s\\) for [*%]: .*'NoneType'", "as above"),
            entry("The channel dimension of the inputs \\(last axis\\) should be defined", "as above"),
            entry(
                    "MultiHeadAttention.build\\(\\) missing 1 required",
                    "in a TimeDistributed with its one input, attention is that of the steps to themselves"),
            entry("Attention layer must be called on a list of inputs", "attention of one input is that to itself"),
            entry(
                    "axis values (None \\(at axis -?\\d\\) != |\\d+ \\(at axis -?\\d\\) != None)",
                    "for Keras' Dot an unknown size differs from every known one; Plumb checks when it runs"),
            entry("All dimensions of `value` and `key`, except the last one", "so do they for its attention"),
            entry(
                    "ConvLSTM layers only support static input shapes",
                    "here states are made when the sizes are known")));

    /** What Keras says of shapes before it runs, by a layer of the model, where Plumb says something else. */
    private final Excuses shapes = new Excuses(Map.of(
            "EinsumDense",
            "Keras takes open axes of outputShape for unknown, and states those of an ellipsis in reverse",
            "MelSpectrogram",
            "Keras states other numbers of steps than it computes",
            "CategoryEncoding",
            "of a scalar Keras takes the batch for the ids of one example",
            "Discretization",
            "as above"));

    /** Why Plumb refuses too, but has no problem of the kind that Keras means at the layer where Keras refuses. */
    private final Excuses other = new Excuses(Map.ofEntries(
            entry("a problem before it", "Plumb says nothing of what follows from what it refuses and Keras does not"),
            entry(
                    "two of one name",
                    "of two layers of one name Plumb judges the first, and in the recording the second takes its"
                            + " place"),
            entry(
                    "accepted by Plumb",
                    "for a reason above; what Plumb refuses is another thing, and Keras did not come so far"),
            entry("rank-mismatch is wrong-arity TimeDistributed", "Keras takes the list of its inputs for a shape"),
            entry("rank-mismatch is wrong-arity Bidirectional", "Plumb counts the inputs before it looks at them"),
            entry(
                    "unknown-dimension is bad-attribute GroupNormalization.axis",
                    "for Keras an axis that is not there is the batch axis, of unknown size"),
            entry("unknown-dimension is bad-attribute Normalization.axis", "as above"),
            entry("unknown-dimension is bad-attribute PReLU.sharedAxes", "as above"),
            entry("unknown-dimension is bad-attribute RMSNormalization.axis", "as above"),
            entry("unknown-dimension is rank-mismatch RMSNormalization", "of no axes the last one is the batch axis"),
            entry(
                    "rank-mismatch is bad-attribute ConvLSTM2D.dropout",
                    "Plumb looks at the attributes first, and says nothing of what follows"),
            entry("rank-mismatch is wrong-arity GRU", "Plumb counts the inputs before it looks at them"),
            entry(
                    "wrong-arity is bad-attribute TimeDistributed.layer",
                    "TimeDistributed gives what it wraps one input: Plumb says so of the wrapper")));

    private final KerasRefusals refusals = new KerasRefusals();

    /** What differs without an excuse, or "". */
    String of(KerasCase model) {
        if (model.isAcceptedByBoth()) {
            Graph graph = model.graph().orElseThrow();
            String said = shapes(graph, model.keras());
            boolean isExcused = !said.isEmpty()
                    && graph.nodes().stream()
                            .anyMatch(node -> shapes.excuse(node.spec().layerName()));
            return (isExcused ? "" : said) + masks(graph, model.keras()) + parameters(graph, model.keras());
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
        unused.addAll(shapes.unused());
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
        long own = graph.parameters() - learntBoundaries(graph);
        return own == parameters ? "" : own + " parameters, for Keras " + parameters;
    }

    /** Keras keeps what a Discretization learns of data beside its weights. */
    private static long learntBoundaries(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.spec().layerName().equals("Discretization"))
                .flatMap(node -> node.weights().stream())
                .mapToLong(Weight::parameters)
                .sum();
    }
}
