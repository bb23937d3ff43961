package dev.plumb.benchmarks.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import dev.plumb.benchmarks.measure.Work;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Predicting with floats in and floats out. Each caller has a predictor, as DJL asks for. */
final class Predicting {
    private Predicting() {}

    static Work of(Block block, int features, int most) {
        Model model = Model.newInstance("benchmark", "PyTorch");
        NDManager manager = model.getNDManager();
        block.initialize(manager, DataType.FLOAT32, new Shape(1, features));
        block.freezeParameters(true);
        model.setBlock(block);
        return () -> {
            Predictor<FloatBuffer, float[]> predictor = model.newPredictor(new Rows(features));
            float[] values = new float[most * features];
            return rows -> predictor.predict(FloatBuffer.wrap(values, 0, rows * features));
        };
    }

    /** Rows of so many features, one after the other. */
    private record Rows(int features) implements NoBatchifyTranslator<FloatBuffer, float[]> {
        @Override
        public NDList processInput(TranslatorContext context, FloatBuffer input) {
            long rows = input.remaining() / features;
            return new NDList(context.getNDManager().create(input, new Shape(rows, features)));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            NDArray classes = list.head().softmax(1);
            return classes.toFloatArray();
        }

        @Override
        public @Nullable Batchifier getBatchifier() {
            return null;
        }
    }
}
