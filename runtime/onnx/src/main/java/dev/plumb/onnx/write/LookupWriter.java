package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.TextVectorizationLayer;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lookups of terms, strings or whole numbers: a {@code LabelEncoder}, and what is made of its ids. */
final class LookupWriter {
    /** The id of what is left out. */
    private static final long NONE = -1;

    private final VocabularySpec spec;
    private final Vocabulary vocabulary;
    private final Scope scope;
    private final TensorType type;

    LookupWriter(Node node, Vocabulary vocabulary, Scope scope) {
        this.spec = (VocabularySpec) node.spec();
        this.vocabulary = vocabulary;
        this.scope = scope;
        this.type = node.type();
    }

    /**
     * Whether ONNX can say it. Not a text that is split: its operators lower more letters than A to Z, do not drop punctuation, and split at spaces alone. Not a term that is refused, or hashed, if it
     * is unknown.
     */
    static boolean applies(Node node) {
        return node.spec() instanceof VocabularySpec spec
                && !(spec instanceof TextVectorizationLayer)
                && spec.oovIndices() > 0
                && (spec.isOfIntegers() || spec.oovIndices() == 1)
                && spec.isOfIntegers() != (node.inputTypes().get(0).dtype() == DType.STRING);
    }

    /** The nodes of the layer; gives what they make. */
    String write(String values, TensorType of) {
        String ids = ids(values);
        int rank = of.shape().rank() + 1;
        if (spec.outputMode() == OutputMode.INT) {
            return scope.cast(ids, DType.INT32);
        }
        if (spec.outputMode() == OutputMode.ONE_HOT) {
            boolean isReplaced = type.shape().rank() == of.shape().rank();
            return rows(isReplaced ? scope.node("Squeeze", List.of(ids, scope.longs(rank - 1L))) : ids);
        }
        String flat = rank == 1 ? scope.reshape(ids, -1, 1) : scope.reshape(ids, 0, -1);
        boolean isCounted = spec.outputMode() != OutputMode.MULTI_HOT;
        String marked = scope.node(
                isCounted ? "ReduceSum" : "ReduceMax",
                List.of(rows(flat), scope.longs(1)),
                Attributes.number("keepdims", 0));
        return vocabulary.weights().isEmpty() ? marked : scope.node("Mul", List.of(marked, weights()));
    }

    private String ids(String values) {
        String terms = spec.isOfIntegers()
                ? scope.node("Cast", List.of(values), Attributes.number("to", DataType.INT64_VALUE))
                : values;
        Map<String, Long> ids = new LinkedHashMap<>();
        for (int i = 0; i < vocabulary.terms().size(); i++) {
            ids.put(vocabulary.terms().get(i), (long) spec.firstTerm() + i);
        }
        spec.mask().ifPresent(mask -> ids.put(mask, spec.outputMode() == OutputMode.INT ? 0 : NONE));
        long first = spec.hasMaskId() ? 1 : 0;
        boolean isSpread = spec.oovIndices() > 1;
        long unknown = isSpread ? NONE - 1 : first;
        String known = scope.node(
                "LabelEncoder",
                List.of(terms),
                keys(List.copyOf(ids.keySet())),
                Attributes.longs("values_int64s", List.copyOf(ids.values())),
                Attributes.number("default_int64", unknown));
        if (!isSpread) {
            return known;
        }
        String spread = scope.node("Mod", List.of(terms, scope.index(spec.oovIndices())));
        return scope.node(
                "Where",
                List.of(
                        scope.node("Equal", List.of(known, scope.index(unknown))),
                        scope.node("Add", List.of(spread, scope.index(first))),
                        known));
    }

    private AttributeProto keys(List<String> terms) {
        return spec.isOfIntegers()
                ? Attributes.longs(
                        "keys_int64s", terms.stream().map(Long::valueOf).toList())
                : Attributes.texts("keys_strings", terms);
    }

    /** A row with 1 at its id for each id; of no id there are zeros. */
    private String rows(String ids) {
        long[] columns = new long[spec.columns()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = column;
        }
        String one = scope.node("Unsqueeze", List.of(ids, scope.longs(-1)));
        return scope.cast(scope.node("Equal", List.of(one, scope.longs(columns))), DType.FLOAT32);
    }

    /** One for each column; of columns that no term has, 0. */
    private String weights() {
        List<Float> weights = new ArrayList<>(vocabulary.weights());
        float[] columns = new float[spec.columns()];
        for (int column = 0; column < Math.min(columns.length, weights.size()); column++) {
            columns[column] = weights.get(column);
        }
        return scope.constant(Tensors.floats(List.of(columns.length), columns));
    }
}
