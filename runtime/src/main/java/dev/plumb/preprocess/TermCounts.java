package dev.plumb.preprocess;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.VocabularySpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Counts the terms of examples, for a vocabulary of them. It takes memory for each different term, and none for examples. */
public final class TermCounts {
    private final VocabularySpec spec;
    private final Map<String, Count> counts = new HashMap<>();
    private long documents;

    /** How often a term occurs, and in how many examples. */
    private static final class Count {
        private long all;
        private long documents;
    }

    /** Nothing yet. */
    public TermCounts(VocabularySpec spec) {
        this.spec = spec;
    }

    /** Counts the terms of examples: what a layer of this kind takes. */
    public void add(int examples, Fed values) {
        Terms terms = Terms.of(spec);
        int width = values.length() / examples;
        for (int example = 0; example < examples; example++) {
            List<String> own = terms.of(values, example * width, width);
            own.forEach(term -> counts.computeIfAbsent(term, key -> new Count()).all++);
            new HashSet<>(own).forEach(term -> counts.get(term).documents++);
        }
        documents += examples;
    }

    /**
     * The vocabulary: by how often terms occur, of equals the greater first, as Keras has it.
     *
     * @throws IllegalArgumentException if there is no term
     */
    public Vocabulary vocabulary() {
        Map<String, Count> kept = new HashMap<>(counts);
        spec.mask().ifPresent(kept::remove);
        kept.remove(spec.unknown());
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("there is no term in " + documents + " examples");
        }
        Comparator<String> terms = spec.isOfIntegers()
                ? Comparator.comparingLong(Long::parseLong)
                : Comparator.comparing(term -> term.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
        List<String> sorted = new ArrayList<>(kept.keySet());
        sorted.sort(Comparator.<String>comparingLong(term -> kept.get(term).all)
                .thenComparing(terms)
                .reversed());
        int most = spec.maxTokens() == 0 ? sorted.size() : spec.maxTokens() - spec.firstTerm();
        List<String> known = sorted.subList(0, Math.min(most, sorted.size()));
        return new Vocabulary(known, spec.outputMode() == OutputMode.TF_IDF ? weights(known) : List.of());
    }

    /** {@code ln(1 + n / (1 + d))}; of the ids of no term the mean. */
    private List<Float> weights(List<String> terms) {
        List<Float> weights = new ArrayList<>();
        double sum = 0;
        for (String term : terms) {
            float weight = (float) Math.log(1 + documents / (1.0 + counts.get(term).documents));
            weights.add(weight);
            sum += weight;
        }
        weights.addAll(0, Collections.nCopies(spec.firstTerm(), (float) (sum / terms.size())));
        return weights;
    }
}
