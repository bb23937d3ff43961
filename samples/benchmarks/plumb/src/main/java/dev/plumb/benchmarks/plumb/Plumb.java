package dev.plumb.benchmarks.plumb;

import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Engine;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import dev.plumb.samples.backbones.EfficientNetB0Model;
import dev.plumb.samples.backbones.MobileNetV2Model;
import dev.plumb.samples.backbones.ResNet50Model;
import dev.plumb.train.Adam;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures Plumb. */
public final class Plumb implements Engine {
    private static final int CLASSES = 10;
    private static final int PIXELS = 224;

    /** What was predicted last, so that no compiler may leave the predictions out. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object used;

    private Plumb() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new Plumb());
    }

    @Override
    public String version() {
        dnnl_version_t onednn = dnnl.dnnl_version();
        return String.format("0.1.0-SNAPSHOT, oneDNN %d.%d.%d", onednn.major(), onednn.minor(), onednn.patch());
    }

    @Override
    public Optional<Work> work(Workload workload) {
        return Optional.of(
                switch (workload) {
                    case M_PRODUCT -> MachineRates.product();
                    case M_COPY -> MachineRates.copy();
                    case M_CALL -> MachineRates.nativeCalls();
                    case W1_SMALL, W1_SMALL_TWO -> example(SmallModel.create(1)::predict, 20);
                    case W1_MLP, W1_MLP_TWO -> example(MlpModel.create(1)::predict, 784);
                    case W2_MLP_32, W2_MLP_128 -> mlp(workload.rows(), workload.batches());
                    case W3_CNN -> cnn(workload.rows(), workload.batches());
                    case W4_LSTM -> lstm(workload.rows(), workload.batches());
                    case W4_LSTM_MASKED -> masked(workload.rows(), workload.batches());
                    case W4_GRU_BOTH -> bothWays(workload.rows(), workload.batches());
                    case W5_ENCODER_64 -> encoder(workload.rows(), workload.batches(), 64);
                    case W5_ENCODER_512 -> encoder(workload.rows(), workload.batches(), 512);
                    case W7_RESNET50_1, W7_RESNET50_8 -> images(ResNet50Model.create(1)::predict, workload.rows());
                    case W7_MOBILENETV2_1, W7_MOBILENETV2_8 ->
                        images(MobileNetV2Model.create(1)::predict, workload.rows());
                    case W7_EFFICIENTNETB0_1, W7_EFFICIENTNETB0_8 ->
                        images(efficientNetB0()::predict, workload.rows());
                    case W7_RESNET50_TRAIN -> resNet50(workload.rows(), workload.batches());
                    case W7_MOBILENETV2_TRAIN -> mobileNetV2(workload.rows(), workload.batches());
                    case W7_EFFICIENTNETB0_TRAIN -> efficientNetB0(workload.rows(), workload.batches());
                    case W8_TEXT -> text(workload.rows(), workload.batches());
                    case W9_TOKENS -> Generating.tokens();
                    case W10_HALF, W10_WORST -> service(workload.rows());
                    case W6_START, W6_MEMORY, W6_JARS ->
                        throw new IllegalArgumentException("the module service measures " + workload);
                });
    }

    private static Work example(UnaryOperator<float[]> predict, int features) {
        float[] example = Training.features(1, features).toFloatVector();
        return Work.of(rows -> used = predict.apply(example));
    }

    private static Work images(UnaryOperator<INDArray> predict, int rows) {
        INDArray images = Training.features(rows, PIXELS, PIXELS, 3);
        return Work.of(ignored -> used = predict.apply(images));
    }

    /** A caller has rows for the most examples, of which a call takes the first. */
    private static Work service(int most) {
        MlpModel model = MlpModel.create(1);
        return () -> {
            float[][] examples = Training.features(most, 784).toFloatMatrix();
            float[][][] bySize = IntStream.rangeClosed(0, most)
                    .mapToObj(rows -> Arrays.copyOf(examples, rows))
                    .toArray(float[][][]::new);
            return rows -> used = model.predict(bySize[rows]);
        };
    }

    private static Work mlp(int rows, int batches) {
        int count = rows * batches;
        var data = MlpModel.dataset(Training.features(count, 784), Training.classes(count, CLASSES));
        return Training.of(MlpModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work cnn(int rows, int batches) {
        int count = rows * batches;
        var data = CnnModel.dataset(Training.features(count, 28, 28, 1), Training.classes(count, CLASSES));
        return Training.of(CnnModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work lstm(int rows, int batches) {
        int count = rows * batches;
        var data = LstmModel.dataset(Training.features(count, 100, 50), Training.classes(count, CLASSES));
        return Training.of(LstmModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work masked(int rows, int batches) {
        int count = rows * batches;
        var data = MaskedLstmModel.dataset(Training.ragged(count, 100, 50), Training.classes(count, CLASSES));
        return Training.of(MaskedLstmModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work bothWays(int rows, int batches) {
        int count = rows * batches;
        var data = BothWaysModel.dataset(Training.features(count, 100, 50), Training.classes(count, CLASSES));
        return Training.of(BothWaysModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work encoder(int rows, int batches, int steps) {
        int count = rows * batches;
        var data = EncoderModel.dataset(Training.features(count, steps, 128), Training.classes(count, CLASSES));
        return Training.of(EncoderModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work text(int rows, int batches) {
        int count = rows * batches;
        var data = TextModel.dataset(Training.words(count, 200, 20_000), Training.classes(count, CLASSES));
        return Training.of(TextModel.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work resNet50(int rows, int batches) {
        int count = rows * batches;
        var data = ResNet50Model.dataset(Training.features(count, PIXELS, PIXELS, 3), Training.classes(count, 1000));
        return Training.of(ResNet50Model.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work mobileNetV2(int rows, int batches) {
        int count = rows * batches;
        var data = MobileNetV2Model.dataset(Training.features(count, PIXELS, PIXELS, 3), Training.classes(count, 1000));
        return Training.of(MobileNetV2Model.create(1).trainer(Adam.of()), data, batches, rows);
    }

    private static Work efficientNetB0(int rows, int batches) {
        int count = rows * batches;
        var data =
                EfficientNetB0Model.dataset(Training.features(count, PIXELS, PIXELS, 3), Training.classes(count, 1000));
        return Training.of(efficientNetB0().trainer(Adam.of()), data, batches, rows);
    }

    /** Its first layer has the means and variances of images, which are to be found before anything else. */
    private static EfficientNetB0Model efficientNetB0() {
        EfficientNetB0Model model = EfficientNetB0Model.create(1);
        model.adapt(EfficientNetB0Model.dataset(Training.features(1, PIXELS, PIXELS, 3), Training.classes(1, 1000)));
        return model;
    }
}
