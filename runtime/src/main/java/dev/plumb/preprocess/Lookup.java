package dev.plumb.preprocess;

import dev.plumb.array.InputException;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.VocabularySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids of terms. */
final class Lookup {
    /** How many unknown terms an error shows of. */
    private static final int SHOWN = 60;

    private final VocabularySpec spec;
    private final String name;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Hashes hashes = Hashes.salted(List.of());

    /**
     * The table of a vocabulary.
     *
     * @param name of the layer, for messages
     */
    Lookup(VocabularySpec spec, String name, Vocabulary vocabulary) {
        this.spec = spec;
        this.name = name;
        List<String> terms = vocabulary.terms();
        for (int i = 0; i < terms.size(); i++) {
            ids.put(terms.get(i), spec.firstTerm() + i);
        }
    }

    /** The id of a term; {@link Encoder#NONE} for the mask where it is left out. */
    int id(String term) {
        if (spec.mask().isPresent() && spec.mask().get().equals(term)) {
            return spec.outputMode() == OutputMode.INT ? 0 : Encoder.NONE;
        }
        Integer id = ids.get(term);
        return id == null ? unknown(term) : id;
    }

    private int unknown(String term) {
        int first = spec.hasMaskId() ? 1 : 0;
        if (spec.oovIndices() == 0) {
            String shown = term.length() > SHOWN ? term.substring(0, SHOWN) + "…" : term;
            throw new InputException(spec.layerName() + " '" + name + "' has no id for '" + shown
                    + "', which is not in its vocabulary of " + ids.size()
                    + " terms: numOovIndices = 1 gives unknown terms one");
        }
        if (spec.oovIndices() == 1) {
            return first;
        }
        return first
                + (spec.isOfIntegers()
                        ? Math.floorMod(Integer.parseInt(term), spec.oovIndices())
                        : hashes.bin(term, spec.oovIndices()));
    }
}
