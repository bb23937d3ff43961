package dev.plumb.preprocess;

import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.HashedCrossingLayer;
import dev.plumb.dsl.layer.HashingLayer;
import dev.plumb.dsl.layer.TextVectorizationLayer;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.util.List;
import java.util.Optional;

/** Computes a layer before the model runs. Any number of threads. */
public interface Preprocessor {
    /** What the layer makes of so many examples. */
    Fed apply(int examples, List<Fed> inputs);

    /**
     * What computes a layer.
     *
     * @param name of the layer, for messages
     * @param adapted what it was adapted to, unless it needs no vocabulary or states one
     * @throws IllegalArgumentException if this runtime does not know the layer
     */
    static Preprocessor of(PreprocessingSpec spec, String name, Optional<Vocabulary> adapted) {
        if (spec instanceof HashingLayer hashing) {
            return hashing(hashing);
        }
        if (spec instanceof HashedCrossingLayer crossing) {
            return crossing(crossing);
        }
        if (spec instanceof VocabularySpec terms) {
            return lookup(terms, name, terms.isAdapted() ? adapted.orElseThrow() : Vocabulary.stated(terms));
        }
        throw new IllegalArgumentException("this runtime has no code for the layer " + spec.layerName()
                + ": use a plumb-runtime that is as new as the plumb-dsl");
    }

    private static Preprocessor hashing(HashingLayer spec) {
        Hashes hashes = Hashes.salted(spec.salt());
        Optional<String> mask = spec.maskValue().stream().findFirst();
        boolean reserves = mask.isPresent() && spec.numBins() > 1;
        int bins = spec.numBins() - (reserves ? 1 : 0);
        Encoder encoder = new Encoder(spec.outputMode(), spec.numBins());
        return (examples, inputs) -> {
            Fed values = inputs.get(0);
            int[] ids = new int[values.length()];
            for (int i = 0; i < ids.length; i++) {
                String text = values.text(i);
                ids[i] = reserves && text.equals(mask.get()) ? 0 : hashes.bin(text, bins) + (reserves ? 1 : 0);
            }
            return spec.outputMode() == OutputMode.INT
                    ? new Fed.Ids(ids)
                    : new Fed.Numbers(encoder.rows(examples, ids));
        };
    }

    private static Preprocessor crossing(HashedCrossingLayer spec) {
        Encoder encoder = new Encoder(spec.outputMode(), spec.numBins());
        return (examples, inputs) -> {
            int[] ids = new int[inputs.get(0).length()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = Crossing.bin(inputs, i, spec.numBins());
            }
            return spec.outputMode() == OutputMode.INT
                    ? new Fed.Ids(ids)
                    : new Fed.Numbers(encoder.rows(examples, ids));
        };
    }

    private static Preprocessor lookup(VocabularySpec spec, String name, Vocabulary vocabulary) {
        Lookup lookup = new Lookup(spec, name, vocabulary);
        Terms terms = Terms.of(spec);
        if (spec.outputMode() == OutputMode.INT) {
            return (examples, inputs) -> ids(spec, terms, lookup, examples, inputs.get(0));
        }
        Encoder encoder = new Encoder(spec.outputMode(), spec.columns());
        return (examples, inputs) -> {
            float[] rows = rows(spec, terms, lookup, encoder, examples, inputs.get(0));
            weigh(rows, encoder.columns(), vocabulary.weights());
            return new Fed.Numbers(rows);
        };
    }

    private static Fed ids(VocabularySpec spec, Terms terms, Lookup lookup, int examples, Fed values) {
        int width = values.length() / examples;
        int length = spec instanceof TextVectorizationLayer texts ? texts.outputSequenceLength() : width;
        int[] ids = new int[Math.multiplyExact(examples, length)];
        for (int example = 0; example < examples; example++) {
            List<String> own = terms.of(values, example * width, width);
            for (int i = 0; i < Math.min(length, own.size()); i++) {
                ids[example * length + i] = lookup.id(own.get(i));
            }
        }
        return new Fed.Ids(ids);
    }

    private static float[] rows(
            VocabularySpec spec, Terms terms, Lookup lookup, Encoder encoder, int examples, Fed values) {
        int width = values.length() / examples;
        if (spec.outputMode() == OutputMode.ONE_HOT) {
            int[] ids = new int[values.length()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = lookup.id(values.text(i));
            }
            return encoder.rows(examples, ids);
        }
        float[] rows = new float[Math.multiplyExact(examples, encoder.columns())];
        for (int example = 0; example < examples; example++) {
            for (String term : terms.of(values, example * width, width)) {
                encoder.mark(rows, example, lookup.id(term));
            }
        }
        return rows;
    }

    private static void weigh(float[] rows, int columns, List<Float> weights) {
        for (int i = 0; i < rows.length && !weights.isEmpty(); i++) {
            int column = i % columns;
            rows[i] *= column < weights.size() ? weights.get(column) : 0;
        }
    }
}
