package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form in which archives hold vocabularies: by layer its terms and, if it weighs them, their weights. */
final class ArchivedVocabularies {
    private static final String TERMS = "terms";
    private static final String WEIGHTS = "weights";

    private ArchivedVocabularies() {}

    /** The vocabularies as fields of an entry. */
    static Map<String, Object> fields(Map<String, Vocabulary> vocabularies) {
        Map<String, Object> fields = new LinkedHashMap<>();
        vocabularies.forEach((layer, vocabulary) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put(TERMS, vocabulary.terms());
            if (!vocabulary.weights().isEmpty()) {
                one.put(WEIGHTS, vocabulary.weights());
            }
            fields.put(layer, one);
        });
        return fields;
    }

    /**
     * The vocabularies of a graph.
     *
     * @throws FormatException if the fields are none, or the graph has no such layers
     */
    static Map<String, Vocabulary> read(Map<String, Object> fields, Graph graph) throws FormatException {
        Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            vocabularies.put(field.getKey(), vocabulary(field.getKey(), field.getValue()));
        }
        try {
            Vocabularies.requireFits(graph, vocabularies);
        } catch (IllegalArgumentException e) {
            throw new FormatException(e.getMessage(), e);
        }
        return vocabularies;
    }

    private static Vocabulary vocabulary(String layer, Object tree) throws FormatException {
        if (!(tree instanceof Map<?, ?> one) || !(one.get(TERMS) instanceof List<?> terms)) {
            throw new FormatException("'" + layer + "' has no list of " + TERMS);
        }
        List<String> texts = new ArrayList<>();
        for (Object term : terms) {
            if (!(term instanceof String text)) {
                throw new FormatException("'" + layer + "' has the term " + term + ", expected texts");
            }
            texts.add(text);
        }
        List<Float> weights = new ArrayList<>();
        if (one.get(WEIGHTS) instanceof List<?> numbers) {
            for (Object number : numbers) {
                if (!(number instanceof Number weight)) {
                    throw new FormatException("'" + layer + "' has the weight " + number + ", expected numbers");
                }
                weights.add(weight.floatValue());
            }
        }
        return new Vocabulary(texts, weights);
    }
}
