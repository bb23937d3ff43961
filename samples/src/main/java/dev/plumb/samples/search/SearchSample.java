package dev.plumb.samples.search;

import dev.plumb.data.ArrayDataset;
import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Trains 30 variants of one model side by side and lists them, the best first. */
public final class SearchSample implements Sample {
    private static final int[] WIDTHS = {16, 32, 64, 128, 256};
    private static final int[] NARROWS = {16, 64};
    private static final double[] RATES = {0, 0.2, 0.5};
    private static final int EPOCHS = 8;

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String idea() {
        return "30 variants of a model, each checked before it is trained, side by side";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        out.println(" wide  narrow  dropped  parameters  accuracy");
        for (Result result : search(EPOCHS)) {
            out.printf(
                    Locale.ROOT,
                    "%5d  %6d  %7.1f  %,10d  %7.1f %%%n",
                    result.wide(),
                    result.narrow(),
                    result.rate(),
                    result.parameters(),
                    100 * result.accuracy());
        }
    }

    /** A variant and how good it is on digits that it was not trained with. */
    record Result(int wide, int narrow, double rate, long parameters, double accuracy) {}

    /** All variants, the best first. */
    static List<Result> search(int epochs) {
        Digits digits = Digits.load();
        ArrayDataset<SearchedDigitsModel.Inputs, SearchedDigitsModel.Targets> training = dataset(digits.training());
        ArrayDataset<SearchedDigitsModel.Inputs, SearchedDigitsModel.Targets> test = dataset(digits.test());
        List<Result> variants = new ArrayList<>();
        for (int wide : WIDTHS) {
            for (int narrow : NARROWS) {
                for (double rate : RATES) {
                    variants.add(new Result(wide, narrow, rate, 0, 0));
                }
            }
        }
        return variants.parallelStream()
                .map(variant -> {
                    SearchedDigitsModel model = model(variant);
                    Trainer<SearchedDigitsModel.Inputs, SearchedDigitsModel.Targets> trainer =
                            model.trainer(Adam.of(2e-3));
                    trainer.fit(training, Fit.epochs(epochs).batchSize(64).verbose(Verbosity.SILENT));
                    Evaluation scores = trainer.evaluate(test);
                    return new Result(
                            variant.wide(),
                            variant.narrow(),
                            variant.rate(),
                            model.network().graph().parameters(),
                            scores.get("accuracy"));
                })
                .sorted(Comparator.comparingDouble(Result::accuracy).reversed())
                .toList();
    }

    private static SearchedDigitsModel model(Result wanted) {
        SearchedDigitsModel.Variant variant = SearchedDigitsModel.variant()
                .wide(wide -> wide.units(wanted.wide()))
                .narrow(narrow -> narrow.units(wanted.narrow()));
        SearchedDigitsModel.Variant dropped =
                wanted.rate() == 0 ? variant.without("dropped") : variant.dropped(one -> one.value(wanted.rate()));
        return dropped.create(42L);
    }

    private static ArrayDataset<SearchedDigitsModel.Inputs, SearchedDigitsModel.Targets> dataset(
            LabelledImages images) {
        return SearchedDigitsModel.dataset(images.flat(), images.labels());
    }
}
