package dev.plumb.keras.model;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a layer has learnt of data, as Keras keeps it beside the description of the model.
 *
 * @param terms by their ids: first what stands for the mask and for unknown terms
 * @param weights of the terms, by their ids, and zeros behind them where columns are padded; none where they are not weighed
 */
public record LearntVocabulary(List<String> terms, List<Float> weights) {
    private static final String VOCABULARY = "vocabulary";

    public LearntVocabulary {
        terms = List.copyOf(terms);
        weights = List.copyOf(weights);
    }

    /** That of a layer which is adapted; empty if Keras had not adapted it. */
    public Optional<Vocabulary> of(VocabularySpec layer) {
        int first = layer.firstTerm();
        boolean weighs = layer.outputMode() == OutputMode.TF_IDF && weights.size() >= terms.size();
        return terms.size() > first
                ? Optional.of(new Vocabulary(
                        terms.subList(first, terms.size()), weighs ? weights.subList(0, terms.size()) : List.of()))
                : Optional.empty();
    }

    /** What Keras keeps of the vocabulary of a layer. */
    static LearntVocabulary of(VocabularySpec layer, Vocabulary vocabulary) {
        List<String> terms = new ArrayList<>();
        if (layer.hasMaskId()) {
            terms.add(layer.mask().orElseThrow());
        }
        terms.addAll(Collections.nCopies(layer.oovIndices(), layer.unknown()));
        terms.addAll(vocabulary.terms());
        return new LearntVocabulary(terms, vocabulary.weights());
    }

    /**
     * A layer as Keras describes it, with its vocabulary stated where it could not be adapted here: where the number of its columns follows from the vocabulary.
     *
     * @param layer whose description states none
     */
    Map<String, @Nullable Object> statedIn(Map<String, @Nullable Object> layer) {
        Map<String, @Nullable Object> config = Json.config(layer);
        String mode = String.valueOf(config.get("output_mode")).replace('-', '_');
        boolean isStated = config.get(VOCABULARY) != null;
        boolean isAdapted = mode.equals("int") || Boolean.TRUE.equals(config.get("pad_to_max_tokens"));
        return isStated || isAdapted || terms.isEmpty() ? layer : stated(layer, mode.equals("tf_idf"));
    }

    /**
     * A layer as Keras describes it, with this vocabulary.
     *
     * @param weighs whether the terms are weighed
     */
    Map<String, @Nullable Object> stated(Map<String, @Nullable Object> layer, boolean weighs) {
        Map<String, @Nullable Object> config = Json.config(layer);
        boolean isOfIntegers =
                Json.className(layer).filter("IntegerLookup"::equals).isPresent();
        config.put(VOCABULARY, isOfIntegers ? integers() : terms);
        if (weighs) {
            config.put("idf_weights", weights);
        }
        Map<String, @Nullable Object> stated = new LinkedHashMap<>(layer);
        stated.put("config", config);
        return stated;
    }

    private List<Object> integers() {
        List<Object> integers = new ArrayList<>();
        for (String term : terms) {
            try {
                integers.add(Integer.valueOf(term));
            } catch (NumberFormatException e) {
                integers.add(term); // refused as any other term that is no number
            }
        }
        return integers;
    }
}
