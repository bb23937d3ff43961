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

/** The steps of transfer learning, each a method. */
final class Transfer {
    /** What a new head is trained with; the backbone gets a hundredth of it. */
    private static final double RATE = 1e-2;

    private static final int MANY_EPOCHS = 8;
    private static final int HEAD_EPOCHS = 60;
    private static final int TUNING_EPOCHS = 30;
    private static final int BATCH = 10;

    private final ClassHalves halves;
    private final long seed;
    private final Verbosity verbosity;

    Transfer(ClassHalves halves, long seed, Verbosity verbosity) {
        this.halves = halves;
        this.seed = seed;
        this.verbosity = verbosity;
    }

    /** A backbone that has learnt the first five classes, of which there are many examples. */
    BackboneModel pretrained() {
        BackboneModel model = BackboneModel.create(seed);
        LabelledImages many = halves.many();
        model.trainer(Adam.of(1e-3))
                .fit(
                        BackboneModel.dataset(many.images(), many.labels()),
                        Fit.epochs(MANY_EPOCHS).batchSize(64).verbose(verbosity));
        return model;
    }

    /** The share of the first five classes' other images that it is right about. */
    double accuracy(BackboneModel model) {
        LabelledImages test = halves.manyTest();
        return model.trainer(Adam.of(1e-3))
                .evaluate(BackboneModel.dataset(test.images(), test.labels()))
                .get("accuracy");
    }

    /** A model of the other five classes at its starting weights; its backbone is frozen, as the declaration says. */
    NewClassesModel untrained() {
        return NewClassesModel.variant().fitting(dataset(halves.few())).create(seed);
    }

    /** Gives its backbone the weights of a saved one; the report says of each layer what became of it. */
    static MatchReport take(NewClassesModel model, Path pretrained) {
        return model.network().weightsFrom(pretrained, Matching.byName().into("backbone"));
    }

    /** Trains what is not frozen: in a new model the head. */
    void trainHead(NewClassesModel model) {
        fit(model, RATE, HEAD_EPOCHS);
    }

    /** Trains on, with the last stage of the backbone, at a hundredth of the rate. */
    void fineTune(NewClassesModel model) {
        model.network().unfreeze("backbone/features/1");
        fit(model, RATE / 100, TUNING_EPOCHS);
    }

    /** Trains all layers, as long as the two steps together. */
    void trainFromScratch(NewClassesModel model) {
        model.network().unfreeze("backbone");
        fit(model, RATE, HEAD_EPOCHS + TUNING_EPOCHS);
    }

    private void fit(NewClassesModel model, double rate, int epochs) {
        Trainer<NewClassesModel.Inputs, NewClassesModel.Targets> trainer = model.trainer(Adam.of(rate));
        trainer.fit(dataset(halves.few()), Fit.epochs(epochs).batchSize(BATCH).verbose(verbosity));
    }

    /** The share of the other five classes' other images that it is right about. */
    double accuracy(NewClassesModel model) {
        return model.trainer(Adam.of(RATE)).evaluate(dataset(halves.fewTest())).get("accuracy");
    }

    private static ArrayDataset<NewClassesModel.Inputs, NewClassesModel.Targets> dataset(LabelledImages images) {
        return NewClassesModel.dataset(images.images(), images.labels());
    }
}
