package dev.plumb.keras.model;

import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.TextVectorizationLayer;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The vocabulary of a layer as an archive of Keras has it: a file of terms, one a line, if it was learnt; and the weights of terms, if they are weighed, as an array beside the weights of the model.
 *
 * @param inner whether a layer inside of the layer has the same once more
 * @param weights by ids, and zeros for columns of no id
 */
public record WrittenVocabulary(Optional<String> lines, List<Float> weights, boolean inner) {
    /** The array of the weights of terms, in the group of a layer. */
    public static final String WEIGHTS = "idf_weights";

    /** Where Python divides a text into lines ({@code str.splitlines}). */
    public static final Pattern LINE_ENDS =
            Pattern.compile("\r\n|[\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029]");

    private static final String INNER = "_lookup_layer/";

    public WrittenVocabulary {
        weights = List.copyOf(weights);
    }

    /** The name of the file of a layer in the archive. */
    public static String file(String group) {
        return "assets/" + group + "vocabulary.txt";
    }

    /**
     * That of a layer.
     *
     * @param vocabulary that was learnt, or is stated
     * @throws NoCounterpart if it was not adapted, or Keras cannot keep its terms
     */
    static WrittenVocabulary of(VocabularySpec layer, Optional<Vocabulary> vocabulary) throws NoCounterpart {
        Vocabulary known = vocabulary.orElseThrow(
                () -> new NoCounterpart("it was not adapted, and has no vocabulary yet: call adapt(data) first"));
        boolean isInner = layer instanceof TextVectorizationLayer;
        if (layer.outputMode() == OutputMode.TF_IDF) {
            List<Float> weights = new ArrayList<>(known.weights());
            weights.addAll(Collections.nCopies(Math.max(layer.columns() - weights.size(), 0), 0f));
            return new WrittenVocabulary(Optional.empty(), weights, isInner);
        }
        return new WrittenVocabulary(
                layer.isAdapted()
                        ? Optional.of(lines(LearntVocabulary.of(layer, known).terms()))
                        : Optional.empty(),
                List.of(),
                isInner);
    }

    private static String lines(List<String> terms) throws NoCounterpart {
        for (String term : terms) {
            if (LINE_ENDS.matcher(term).find()) {
                throw new NoCounterpart(
                        "its term " + Json.shown(term) + " has the end of a line in it, and Keras keeps a term a line");
            }
        }
        if (terms.get(terms.size() - 1).isEmpty()) {
            throw new NoCounterpart("its last term is the empty text, which Keras does not read");
        }
        return String.join("\n", terms);
    }

    /** The files, by their names. */
    Map<String, String> texts(String group) {
        Map<String, String> texts = new LinkedHashMap<>();
        lines.ifPresent(text -> groups(group).forEach(each -> texts.put(file(each), text)));
        return texts;
    }

    /** The arrays, by their paths. */
    Map<String, List<Float>> named(String group) {
        Map<String, List<Float>> named = new LinkedHashMap<>();
        if (!weights.isEmpty()) {
            groups(group).forEach(each -> named.put(each + "vars/" + WEIGHTS, weights));
        }
        return named;
    }

    private List<String> groups(String group) {
        return inner ? List.of(group, group + INNER) : List.of(group);
    }
}
