package dev.plumb.samples.transfer;

import dev.plumb.data.ArrayDataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.train.Adam;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The steps of transfer learning, each a method. */
final class Transfer {
    /** What a backbone is trained with: a tenth of what a new head, a single layer, is trained with. */
    private static final double RATE = 1e-3;

    private static final double HEAD_RATE = 10 * RATE;

    /** What a backbone is trained on with. */
    private static final double TUNING_RATE = HEAD_RATE / 100;

    private static final int MANY_EPOCHS = 8;
    private static final int HEAD_EPOCHS = 60;
    private static final int TUNING_EPOCHS = 30;
    private static final int BATCH = 10;

    /**
     * The shares of the other five classes' other images that are recognised.
     *
     * @param head with the backbone frozen
     * @param tuned with its last stage trained on
     * @param fromScratch without what the backbone had learnt, at its rate
     * @param fromScratchFaster at the rate of the head
     */
    record Accuracies(double head, double tuned, double fromScratch, double fromScratchFaster) {
        static Accuracies mean(List<Accuracies> all) {
            return new Accuracies(
                    mean(all, Accuracies::head),
                    mean(all, Accuracies::tuned),
                    mean(all, Accuracies::fromScratch),
                    mean(all, Accuracies::fromScratchFaster));
        }

        private static double mean(List<Accuracies> all, ToDoubleFunction<Accuracies> one) {
            return all.stream().mapToDouble(one).average().orElseThrow();
        }
    }

    private final ClassHalves halves;
    private final long seed;

    Transfer(ClassHalves halves, long seed) {
        this.halves = halves;
        this.seed = seed;
    }

    /** A backbone that has learnt the first five classes, of which there are many examples. */
    BackboneModel pretrained(Verbosity verbosity) {
        BackboneModel model = BackboneModel.create(seed);
        LabelledImages many = halves.many();
        model.trainer(Adam.of(RATE))
                .fit(
                        BackboneModel.dataset(many.images(), many.labels()),
                        Fit.epochs(MANY_EPOCHS).batchSize(64).verbose(verbosity));
        return model;
    }

    /** The share of the first five classes' other images that it is right about. */
    double accuracy(BackboneModel model) {
        LabelledImages test = halves.manyTest();
        return model.trainer(Adam.of(RATE))
                .evaluate(BackboneModel.dataset(test.images(), test.labels()))
                .get("accuracy");
    }

    /** A model of the other five classes at its starting weights; its backbone is frozen, as the declaration says. */
    NewClassesModel untrained() {
        NewClassesModel model =
                NewClassesModel.variant().fitting(dataset(halves.few())).create(seed);
        model.network().threads(1); // its steps are small
        return model;
    }

    /** Gives its backbone the weights of a saved one; the report says of each layer what became of it. */
    static MatchReport take(NewClassesModel model, Path pretrained) {
        return model.network().weightsFrom(pretrained, Matching.byName().into("backbone"));
    }

    /** Trains what is not frozen: in a new model the head. */
    void trainHead(NewClassesModel model) {
        fit(model, HEAD_RATE, HEAD_EPOCHS);
    }

    /** Trains on, with the last stage of the backbone, at a hundredth of the rate of the head. */
    void fineTune(NewClassesModel model) {
        model.network().unfreeze("backbone/features/1");
        fit(model, TUNING_RATE, TUNING_EPOCHS);
    }

    /** Trains all layers, as long as the two steps together. */
    void trainFromScratch(NewClassesModel model, double rate) {
        model.network().unfreeze("backbone");
        fit(model, rate, HEAD_EPOCHS + TUNING_EPOCHS);
    }

    /** All steps with the weights of a backbone, and the same network from scratch. */
    Accuracies accuracies(Path pretrained) {
        NewClassesModel model = untrained();
        take(model, pretrained);
        trainHead(model);
        double head = accuracy(model);
        fineTune(model);
        double tuned = accuracy(model);
        return new Accuracies(head, tuned, fromScratch(RATE), fromScratch(HEAD_RATE));
    }

    private double fromScratch(double rate) {
        NewClassesModel model = untrained();
        trainFromScratch(model, rate);
        return accuracy(model);
    }

    private void fit(NewClassesModel model, double rate, int epochs) {
        Trainer<NewClassesModel.Inputs, NewClassesModel.Targets> trainer = model.trainer(Adam.of(rate));
        trainer.fit(dataset(halves.few()), Fit.epochs(epochs).batchSize(BATCH).verbose(Verbosity.SILENT));
    }

    /** The share of the other five classes' other images that it is right about. */
    double accuracy(NewClassesModel model) {
        return model.trainer(Adam.of(RATE)).evaluate(dataset(halves.fewTest())).get("accuracy");
    }

    private static ArrayDataset<NewClassesModel.Inputs, NewClassesModel.Targets> dataset(LabelledImages images) {
        return NewClassesModel.dataset(images.images(), images.labels());
    }
}
