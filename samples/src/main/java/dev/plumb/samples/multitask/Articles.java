package dev.plumb.samples.multitask;

import dev.plumb.data.Dataset;
import dev.plumb.samples.data.LinearRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Made examples for {@link MultiTask}: the text decides the sentiment, the metadata decide the topic. */
final class Articles {
    private static final LinearRule SENTIMENT = new LinearRule(100, 2, 1);
    private static final LinearRule TOPIC = new LinearRule(10, 5, 2);

    private Articles() {}

    static MultiTaskModel.Inputs inputs(int count, long seed) {
        return new MultiTaskModel.Inputs(SENTIMENT.examples(count, seed), TOPIC.examples(count, seed + 1));
    }

    static Dataset<MultiTaskModel.Inputs, MultiTaskModel.Targets> dataset(MultiTaskModel.Inputs inputs) {
        INDArray sentiment =
                SENTIMENT.classes(inputs.text()).castTo(DataType.FLOAT).reshape(-1, 1);
        return MultiTaskModel.dataset(inputs, new MultiTaskModel.Targets(sentiment, TOPIC.classes(inputs.metadata())));
    }
}
