package dev.plumb.samples.trees;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerModel;
import dev.plumb.samples.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Trains {@link TreeLstm} on sentences of film reviews, and {@link BagOfWords} beside it. */
public final class TreesSample implements Sample {
    private static final int EPOCHS = 2;
    private static final double LEARNING_RATE = 2e-3;
    private static final String WHERE = """
            This sample needs a folder with rt-polarity.pos and rt-polarity.neg, the sentence polarity data set of Pang and Lee, 2005,
            in UTF-8: https://www.cs.cornell.edu/people/pabo/movie-review-data
            Run it again with the folder as its argument.""";

    @Override
    public String name() {
        return "trees";
    }

    @Override
    public String idea() {
        return "a Tree-LSTM, wired as each sentence is, tells praise from blame in film reviews";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            out.println(WHERE);
            return;
        }
        try {
            Reviews reviews = Reviews.read(Path.of(arguments.get(0)));
            int words = reviews.vocabulary().size();
            out.printf(
                    "%d sentences to learn from, %d words; %d held out%n",
                    reviews.training().size(), words, reviews.heldOut().size());
            train(new BagOfWords(words, 42), reviews, out);
            train(new TreeLstm(words, 42), reviews, out);
        } catch (IOException e) {
            out.println("Cannot read the reviews: " + e.getMessage());
            out.println(WHERE);
        }
    }

    private static void train(EagerModel<List<Sentence>, Var> model, Reviews reviews, PrintStream out) {
        Judge judge = new Judge(model, reviews.vocabulary(), LEARNING_RATE);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            double loss = judge.epoch(reviews.training());
            out.printf(Locale.ROOT, "%s, epoch %d: loss %.3f%n", model.name(), epoch, loss);
        }
        out.printf(
                Locale.ROOT,
                "%s: right about %.1f %% of the sentences held out%n",
                model.name(),
                100 * judge.accuracy(reviews.heldOut()));
    }
}
