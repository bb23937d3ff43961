package dev.plumb.benchmarks.djl;

import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The networks of the workloads, up to the logits. */
final class DjlBlocks {
    private static final int CLASSES = 10;
    private static final List<String> WORDS =
            IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();

    private DjlBlocks() {}

    /** Dense layers with ReLU, each hidden one followed by dropout if there is any. */
    static Block dense(float dropout, int... units) {
        SequentialBlock net = new SequentialBlock();
        for (int layer = 0; layer < units.length - 1; layer++) {
            net.add(linear(units[layer])).add(Activation.reluBlock());
            if (dropout > 0) {
                net.add(Dropout.builder().optRate(dropout).build());
            }
        }
        return net.add(linear(units[units.length - 1]));
    }

    static Block cnn() {
        SequentialBlock net = new SequentialBlock();
        for (int filters : new int[] {32, 64}) {
            net.add(Conv2d.builder()
                            .setFilters(filters)
                            .setKernelShape(new Shape(3, 3))
                            .build())
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return net.add(Blocks.batchFlattenBlock())
                .add(linear(128))
                .add(Activation.reluBlock())
                .add(linear(CLASSES));
    }

    static Block lstm() {
        return new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(64)
                        .optBatchFirst(true)
                        .build())
                .add(lambda(steps -> steps.get(":, -1")))
                .add(linear(CLASSES));
    }

    /** Two GRUs, of which one reads backwards: DJL's own bidirectional one fails on its weights. */
    static Block bothWays() {
        return new SequentialBlock()
                .add(new ParallelBlock(
                        both -> new NDList(both.get(0).head().concat(both.get(1).head(), 1)),
                        List.of(
                                new SequentialBlock().add(gru()).add(lambda(steps -> steps.get(":, -1"))),
                                new SequentialBlock()
                                        .add(lambda(steps -> steps.flip(1)))
                                        .add(gru())
                                        .add(lambda(steps -> steps.get(":, -1"))))))
                .add(linear(CLASSES));
    }

    private static Block gru() {
        return GRU.builder()
                .setNumLayers(1)
                .setStateSize(64)
                .optBatchFirst(true)
                .build();
    }

    static Block encoder() {
        return new SequentialBlock()
                .add(new TransformerEncoderBlock(128, 8, 512, 0, Activation::relu))
                .add(lambda(steps -> steps.mean(new int[] {1})))
                .add(linear(CLASSES));
    }

    static Block text() {
        return new SequentialBlock()
                .add(TrainableWordEmbedding.builder()
                        .setVocabulary(new DefaultVocabulary(WORDS))
                        .setEmbeddingSize(64)
                        .build())
                .add(lambda(words -> words.transpose(0, 2, 1)))
                .add(Conv1d.builder()
                        .setFilters(64)
                        .setKernelShape(new Shape(5))
                        .build())
                .add(Activation.reluBlock())
                .add(lambda(filtered -> filtered.max(new int[] {2})))
                .add(linear(CLASSES));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block lambda(UnaryOperator<NDArray> function) {
        return new LambdaBlock(list -> new NDList(function.apply(list.head())));
    }
}
