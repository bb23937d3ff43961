package dev.plumb.preprocess;

import dev.plumb.graph.rule.VocabularySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms that a layer was adapted to, or that it states.
 *
 * @param terms the most frequent one first, without what stands for the mask and unknown terms; whole numbers in decimals
 * @param weights of a layer that weighs terms by how rare they are: one for each id, those of no term first; empty otherwise
 */
public record Vocabulary(List<String> terms, List<Float> weights) {
    public Vocabulary {
        terms = List.copyOf(terms);
        weights = List.copyOf(weights);
    }

    /** The vocabulary that a layer states. Ids of no term have the mean of the weights, unless these are stated for them too. */
    public static Vocabulary stated(VocabularySpec spec) {
        List<String> terms = spec.statedTerms();
        List<Float> weights = new ArrayList<>();
        spec.idfWeights().forEach(weight -> weights.add(weight.floatValue()));
        if (!weights.isEmpty() && spec.stated().size() == terms.size()) {
            double mean =
                    weights.stream().mapToDouble(weight -> weight).average().orElseThrow();
            for (int i = 0; i < spec.firstTerm(); i++) {
                weights.add(0, (float) mean);
            }
        }
        return new Vocabulary(terms, weights);
    }
}
