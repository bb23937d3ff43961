package dev.plumb.preprocess;

import dev.plumb.dsl.layer.TextVectorizationLayer;
import dev.plumb.graph.rule.VocabularySpec;
import java.util.ArrayList;
import java.util.List;

/** What the terms of an example are. */
interface Terms {
    /** The terms of the values from an index on, so many. */
    List<String> of(Fed values, int from, int count);

    /** For text vectorization what the text is split into, for lookups each value. */
    static Terms of(VocabularySpec spec) {
        if (spec instanceof TextVectorizationLayer texts) {
            TextTokens tokens = new TextTokens(texts);
            return (values, from, count) -> tokens.terms(values(values, from, count));
        }
        return Terms::values;
    }

    private static List<String> values(Fed values, int from, int count) {
        List<String> terms = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            terms.add(values.text(i));
        }
        return terms;
    }
}
