package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import dev.plumb.array.StringArrays;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The terms of a layer that has a vocabulary, by their ids.
 *
 * @param terms what stands for the mask and for unknown terms, then the vocabulary
 * @param unknown what an id is taken for that there is not
 */
record LayerTerms(List<String> terms, String unknown) {
    LayerTerms {
        terms = List.copyOf(terms);
    }

    /**
     * Those of a layer of a graph.
     *
     * @throws IllegalArgumentException if there is no such layer, or it has no vocabulary
     * @throws IllegalStateException if it was not adapted
     */
    static LayerTerms of(Graph graph, Vocabularies vocabularies, String layer) {
        Node node = graph.node(layer);
        if (!(node.spec() instanceof VocabularySpec spec)) {
            throw new IllegalArgumentException(node.title() + " has no vocabulary");
        }
        Vocabulary vocabulary = vocabularies
                .of(node)
                .orElseThrow(() -> new IllegalStateException(
                        node.title() + " was not adapted, and has no vocabulary yet: call adapt(data)"));
        List<String> terms = new ArrayList<>();
        if (spec.hasMaskId()) {
            terms.add(spec.mask().orElseThrow());
        }
        terms.addAll(Collections.nCopies(spec.oovIndices(), spec.unknown()));
        terms.addAll(vocabulary.terms());
        return new LayerTerms(terms, spec.unknown());
    }

    /** Throws {@link IllegalArgumentException} unless a layer could have been adapted to a vocabulary. */
    static void requireFits(Graph graph, String layer, Vocabulary vocabulary) {
        Node node = graph.node(layer);
        Vocabularies.requireFits(graph, Map.of(layer, vocabulary));
        VocabularySpec spec = (VocabularySpec) node.spec();
        int ids = spec.outputMode() == OutputMode.TF_IDF
                ? spec.firstTerm() + vocabulary.terms().size()
                : 0;
        if (vocabulary.weights().size() != ids) {
            throw new IllegalArgumentException(node.title() + " needs " + ids + " weights of terms, found "
                    + vocabulary.weights().size()
                    + (ids == 0 ? "" : ": one for each id, those of no term first"));
        }
        if (new HashSet<>(vocabulary.terms()).size() < vocabulary.terms().size()) {
            throw new IllegalArgumentException(node.title() + " would have a term twice");
        }
    }

    /** The terms of ids, in an array of strings of the same shape. */
    INDArray at(INDArray ids) {
        if (ids.isEmpty()) {
            throw new InputException("there are no ids: expected at least one");
        }
        long[] shape = ids.shape();
        int count = Math.toIntExact(ids.length());
        FloatBuffer numbers = FloatBuffer.allocate(count);
        Rows.of("ids", ids.reshape('c', count, 1)).read(0, count, numbers);
        String[] found = new String[count];
        for (int i = 0; i < count; i++) {
            found[i] = at(numbers.get(i), ids);
        }
        return StringArrays.of(found, shape);
    }

    private String at(float id, INDArray ids) {
        if (id != Math.rint(id)) {
            throw new InputException("the ids " + ArrayShapes.text(ids) + " have " + id + ": expected whole numbers, as"
                    + " argMax gives them of scores");
        }
        return id >= 0 && id < terms.size() ? terms.get((int) id) : unknown;
    }
}
