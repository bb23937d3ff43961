package dev.plumb.graph.rule;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The family of layers that number terms by a vocabulary: one that is given, or that they are adapted to. The first ids are those of a mask (in
 * the mode of ids only) and of terms that are not in the vocabulary; the most frequent term has the next.
 */
public interface VocabularySpec extends PreprocessingSpec {
    /** How many ids there are at most, the first ones included; 0 for any number. */
    int maxTokens();

    /** What is made of the ids. */
    OutputMode outputMode();

    /** Whether there are as many columns as {@link #maxTokens()} says, however many terms there are. */
    boolean padToMaxTokens();

    /** The number of ids for terms that are not in the vocabulary. */
    int oovIndices();

    /** The term that is no term: of id 0, and left out where ids are counted. */
    Optional<String> mask();

    /** The text that stands for unknown terms, in a vocabulary that is given with its first ids. */
    String unknown();

    /** The vocabulary that is stated, as texts; empty if the layer is adapted. */
    List<String> stated();

    /** The weights of the stated vocabulary in the mode TF_IDF. */
    List<Double> idfWeights();

    /** Whether the terms are whole numbers. */
    boolean isOfIntegers();

    /** The first ids, which no term of the vocabulary has. */
    default int firstTerm() {
        return (hasMaskId() ? 1 : 0) + oovIndices();
    }

    /** Whether id 0 is that of the mask. */
    default boolean hasMaskId() {
        return mask().isPresent() && outputMode() == OutputMode.INT;
    }

    /** Whether it has no vocabulary but by adapting. */
    default boolean isAdapted() {
        return stated().isEmpty();
    }

    /** The stated vocabulary without the terms of the first ids, which may stand in front of it. */
    default List<String> statedTerms() {
        int size = firstTerm();
        if (stated().size() < size) {
            return stated();
        }
        List<String> front = new ArrayList<>(Collections.nCopies(oovIndices(), unknown()));
        if (hasMaskId()) {
            front.add(0, mask().orElseThrow());
        }
        return stated().subList(0, size).equals(front) ? stated().subList(size, stated().size()) : stated();
    }

    @Override
    default void validate(AttributeChecks checks) {
        int most = Integer.MAX_VALUE - 1 - stated().size();
        if (oovIndices() < 0 || oovIndices() > most) {
            checks.require(false, "numOovIndices", oovIndices(), oovIndices() < 0 ? "at least 0" : "at most " + most);
            return;
        }
        checks.require(
                maxTokens() == 0 || maxTokens() > firstTerm(),
                "maxTokens",
                maxTokens(),
                "0 (any number) or above " + firstTerm() + ", the ids that no term has");
        checks.require(
                !padToMaxTokens() || maxTokens() > 0,
                "padToMaxTokens",
                padToMaxTokens(),
                "false without maxTokens: there is nothing to pad to");
        if (isAdapted()) {
            checks.require(
                    idfWeights().isEmpty(),
                    "idfWeights",
                    idfWeights(),
                    "left out without a vocabulary: adapting finds them");
            checks.require(
                    outputMode() == OutputMode.INT || padToMaxTokens(),
                    "outputMode",
                    outputMode(),
                    "INT, or have a vocabulary, or maxTokens and padToMaxTokens = true: the number of columns is to be"
                            + " known before the layer is adapted");
            return;
        }
        statedVocabulary(checks);
    }

    private void statedVocabulary(AttributeChecks checks) {
        eachOnce(checks);
        checks.require(
                maxTokens() == 0 || statedTerms().size() + firstTerm() <= maxTokens(),
                "maxTokens",
                maxTokens(),
                "at least " + (statedTerms().size() + firstTerm()) + ", as many ids as the vocabulary needs");
        boolean weighs = outputMode() == OutputMode.TF_IDF;
        checks.require(
                weighs ? idfWeights().size() == stated().size() : idfWeights().isEmpty(),
                "idfWeights",
                idfWeights(),
                weighs ? "one number for each of the " + stated().size() + " terms" : "left out but for TF_IDF");
    }

    private void eachOnce(AttributeChecks checks) {
        List<String> terms = statedTerms();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i);
            if (!seen.add(term)) {
                int index = stated().size() - terms.size() + i;
                Object written = isOfIntegers() ? Integer.valueOf(term) : term;
                checks.refuseItem("vocabulary", index, written, "another term than those before it");
                return;
            }
        }
    }

    /** The number of columns of anything but ids. */
    default int columns() {
        return padToMaxTokens() ? maxTokens() : statedTerms().size() + firstTerm();
    }
}
