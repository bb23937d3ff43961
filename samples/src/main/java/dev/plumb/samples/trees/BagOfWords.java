package dev.plumb.samples.trees;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import java.util.List;

/** What {@link TreeLstm} is compared with: the mean of the words, in whatever order, and two dense layers. */
final class BagOfWords extends EagerModel<List<Sentence>, Var> {
    private static final int UNITS = 32;

    private final EagerLayer words;
    private final EagerLayer thinned = layer("thinned", Layers.dropout(0.5));
    private final EagerLayer hidden = layer("hidden", Layers.dense(UNITS).activation(RELU));
    private final EagerLayer opinion = layer("opinion", Layers.dense(2).activation(SOFTMAX));

    /** For a vocabulary of a size; the starting weights follow from the seed. */
    BagOfWords(int vocabulary, long seed) {
        super(seed);
        words = layer("words", Layers.embedding(vocabulary, UNITS));
    }

    /** The probabilities of blame and praise: (sentences, 2). */
    @Override
    public Var call(EagerContext context, List<Sentence> sentences) {
        int[] ids = sentences.stream()
                .flatMap(sentence -> sentence.words().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        Var read = thinned.call(context, words.call(context, context.ints(ids)));
        Var means = shares(context, sentences, ids.length).matmul(read);
        return opinion.call(context, hidden.call(context, means));
    }

    /** How much of a sentence each word is: (sentences, words). */
    private static Var shares(EagerContext context, List<Sentence> sentences, int words) {
        float[] shares = new float[sentences.size() * words];
        int word = 0;
        for (int i = 0; i < sentences.size(); i++) {
            int length = sentences.get(i).words().size();
            for (int end = word + length; word < end; word++) {
                shares[i * words + word] = 1f / length;
            }
        }
        return context.floats(shares, sentences.size(), words);
    }
}
