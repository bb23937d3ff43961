package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What is said about random models is what Keras says, shapes, masks and parameters included; see {@link KerasSample}. Where it is not, the
 * reason is here.
 */
final class KerasVerdictTest {

    /** What Keras accepts and Plumb does not, by problem, or by problem and layer or attribute, each with the reason. */
    private static final Map<String, String> STRICTER = Map.ofEntries(
            Map.entry("dead-layer", "Keras leaves it out of the model without a word"),
            Map.entry("disconnected-input", "Keras lets it be fed and ignores it"),
            Map.entry("duplicate-name", "in the recording the second layer takes the place of the first"),
            Map.entry("dtype-mismatch", "Keras casts integers and booleans to floats where it meets them"),
            Map.entry(
                    "shape-mismatch of a symbolic size",
                    "Keras does not know what a size cannot be, and fails when it runs"),
            Map.entry("broadcast of a symbolic size", "as above"),
            Map.entry(
                    "rank-mismatch MultiHeadAttention",
                    "Plumb attends over time only, Keras over all axes but the last"),
            Map.entry(
                    "wrong-arity Activation",
                    "given a list, Keras makes one array of it when it runs, of one more axis"),
            Map.entry("wrong-arity Dropout", "as above"),
            Map.entry("wrong-arity LeakyReLU", "as above"),
            Map.entry("wrong-arity Add", "a list of one tensor, which Keras gives back as it is"),
            Map.entry("wrong-arity Average", "as Add"),
            Map.entry("wrong-arity Concatenate", "as Add"),
            Map.entry("wrong-arity Maximum", "as Add"),
            Map.entry("wrong-arity Minimum", "as Add"),
            Map.entry("wrong-arity Multiply", "as Add"),
            Map.entry(
                    "rank-mismatch TimeDistributed",
                    "Keras does not ask the layer for its rank: it fails when it runs"),
            Map.entry("rank-mismatch Masking", "a mask without a time axis"),
            Map.entry("shape-mismatch GRU", "Keras looks at initial states when it runs"),
            Map.entry("shape-mismatch LSTM", "as above"),
            Map.entry("shape-mismatch Bidirectional", "as above"),
            Map.entry("bad-attribute Input.dims", "a name that is none: in the recording any name is None"),
            Map.entry("bad-attribute Input.value", "an axis of size 0: Keras finds out when it runs"),
            Map.entry("bad-attribute BatchNormalization.epsilon", "a root of a negative number"),
            Map.entry("bad-attribute BatchNormalization.momentum", "moving statistics would grow without bound"),
            Map.entry("bad-attribute LayerNormalization.epsilon", "a root of a negative number"),
            Map.entry("bad-attribute GroupNormalization.epsilon", "a root of a negative number"),
            Map.entry("bad-attribute TimeDistributed.epsilon", "a root of a negative number"),
            Map.entry("bad-attribute Dropout.noiseShape", "not one entry an axis: Keras finds out when it runs"),
            Map.entry("bad-attribute Reshape.value", "a 0, which Keras refuses when it runs if a size was unknown"),
            Map.entry("bad-attribute PReLU.sharedAxes", "for Keras a 0, the batch axis, is the last axis"),
            Map.entry("bad-attribute UpSampling2D.interpolation", "Plumb has two of the five so far"),
            Map.entry(
                    "bad-attribute Concatenate.axis",
                    "Keras joins along the batch axis, and looks at no axis of a single input"));

    /** The names of axes in {@link RandomModels}, in a message. */
    private static final Pattern SYMBOLIC = Pattern.compile("[(*, ](n|time)\\b");

    /** How Keras refuses what Plumb accepts, as patterns with the reason. */
    private static final Map<String, String> LAXER = Map.of(
            "must be fully-defined",
            "Keras takes the sum of a known and an unknown size for unknown, Plumb for the known one, and checks when it runs",
            "should have a defined dimension",
            "as above",
            "unsupported operand type\\(s\\) for \\*: 'int' and 'NoneType'",
            "as above",
            "MultiHeadAttention.build\\(\\) missing 1 required",
            "in a TimeDistributed with its one input, attention is that of the steps to themselves",
            "axis values (None \\(at axis -?\\d\\) != |\\d+ \\(at axis -?\\d\\) != None)",
            "for Keras' Dot an unknown size differs from every known one; Plumb checks when it runs");

    private record Recorded(Graph graph, List<Problem> problems, Map<String, Object> keras) {
        static Recorded of(Map<String, Object> recorded) {
            Map<String, Object> tree = map(recorded.get("graph"));
            try {
                return new Recorded(GraphChecker.graph(DraftTree.read(tree)), List.of(), recorded);
            } catch (GraphException broken) {
                Graph none = new Graph(DraftTree.read(tree), List.of(), List.of(), List.of());
                return new Recorded(none, broken.problems(), recorded);
            }
        }

        boolean accepted() {
            return problems.isEmpty();
        }

        boolean acceptedByKeras() {
            return Boolean.TRUE.equals(keras.get("accepted"));
        }

        /** Whether each problem is one that Keras does not see, for a known reason. */
        boolean isStricter() {
            return problems.stream()
                    .allMatch(problem -> STRICTER.containsKey(reason(problem))
                            || STRICTER.containsKey(problem.id().id()));
        }

        /** What a problem is about: an attribute, a symbolic size, or a layer. */
        private static String reason(Problem problem) {
            String id = problem.id().id();
            if (problem.place() instanceof Place.Attribute && problem.id() == ProblemId.BAD_ATTRIBUTE) {
                return id + " " + attribute(problem);
            }
            boolean aboutSizes = problem.id() == ProblemId.SHAPE_MISMATCH || problem.id() == ProblemId.BROADCAST;
            return aboutSizes && SYMBOLIC.matcher(problem.headline()).find()
                    ? id + " of a symbolic size"
                    : id + " " + layer(problem);
        }

        private static String layer(Problem problem) {
            return problem.headline().replaceFirst("\\W.*", "");
        }

        private static String attribute(Problem problem) {
            return layer(problem) + "." + ((Place.Attribute) problem.place()).attribute();
        }

        /** What differs, or "". */
        String difference() {
            if (accepted() && acceptedByKeras()) {
                return shapes() + masks() + parameters();
            } else if (accepted()) {
                String refusal = String.valueOf(keras.get("refusal"));
                return LAXER.keySet().stream()
                                .anyMatch(text ->
                                        Pattern.compile(text).matcher(refusal).find())
                        ? ""
                        : "Keras refuses: " + refusal;
            } else if (acceptedByKeras()) {
                return isStricter() ? "" : "Keras accepts: " + problems;
            }
            return "";
        }

        /** A size that Keras does not know may be known: of a sum of a known and an unknown size, Keras forgets the known one. */
        private String shapes() {
            StringBuilder differences = new StringBuilder();
            Map<String, Object> outputs = map(keras.get("outputs"));
            for (Graph.Output output : graph.outputs()) {
                List<Dim> dims = output.type().shape().dims();
                List<?> sizes = outputs.get(output.name()) instanceof List<?> list ? list : List.of();
                boolean same = dims.size() == sizes.size();
                for (int axis = 0; same && axis < dims.size(); axis++) {
                    Object size = sizes.get(axis);
                    same = size == null ? hasNames() : dims.get(axis).equals(Dim.of(((Number) size).longValue()));
                }
                if (!same) {
                    differences.append(output.name() + " is " + dims + ", for Keras " + sizes + " ");
                }
            }
            return differences.toString();
        }

        private boolean hasNames() {
            return graph.inputs().stream()
                    .anyMatch(input -> !input.type().shape().isKnown());
        }

        private String masks() {
            List<String> masked = graph.outputs().stream()
                    .filter(output -> output.type().masked())
                    .map(Graph.Output::name)
                    .toList();
            Object byKeras = keras.get("masked");
            return masked.equals(byKeras) ? "" : "masks of " + masked + ", for Keras of " + byKeras + " ";
        }

        private String parameters() {
            long parameters = ((Number) Objects.requireNonNull(keras.get("parameters"))).longValue();
            return graph.parameters() == parameters ? "" : graph.parameters() + " parameters, for Keras " + parameters;
        }
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, item) -> map.put(key.toString(), item));
        return map;
    }

    private static List<Recorded> sample() throws IOException {
        List<Recorded> sample = new ArrayList<>();
        try (InputStream file = KerasVerdictTest.class.getResourceAsStream("/keras/random_graphs.json")) {
            Map<String, Object> json = JSON.std.mapFrom(file);
            assertEquals("3.15.1", json.get("keras"));
            ((List<?>) json.get("cases")).forEach(recorded -> sample.add(Recorded.of(map(recorded))));
        }
        return sample;
    }

    @Test
    void kerasSaysTheSame() throws IOException {
        Map<String, String> differences = new LinkedHashMap<>();
        for (Recorded recorded : sample()) {
            String difference = recorded.difference();
            if (!difference.isEmpty()) {
                differences.put(recorded.keras().get("graph").toString(), difference);
            }
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theSampleHasManyOfEachKind() throws IOException {
        List<Recorded> sample = sample();
        assertEquals(400, sample.size());
        long accepted = sample.stream()
                .filter(recorded -> recorded.accepted() && recorded.acceptedByKeras())
                .count();
        long refused = sample.stream()
                .filter(recorded -> !recorded.accepted() && !recorded.acceptedByKeras())
                .count();
        assertTrue(accepted > 200 && refused > 50, accepted + " accepted by both, " + refused + " refused by both");
    }
}
