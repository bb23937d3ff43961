package dev.plumb.benchmarks.deeplearning4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The networks of the workloads. */
final class Networks {
    static final int CLASSES = 10;

    private Networks() {}

    /** Dense layers with ReLU; what is kept of the output of each hidden one is 1 or less than that. */
    static MultiLayerNetwork dense(double kept, int inputs, int... units) {
        NeuralNetConfiguration.ListBuilder layers = layers();
        for (int layer = 0; layer < units.length; layer++) {
            layers.layer(new DenseLayer.Builder()
                    .nOut(units[layer])
                    .activation(Activation.RELU)
                    .dropOut(layer == 0 ? 1 : kept)
                    .build());
        }
        layers.layer(classes().dropOut(kept).build());
        return network(layers, InputType.feedForward(inputs));
    }

    static MultiLayerNetwork cnn() {
        NeuralNetConfiguration.ListBuilder layers = layers();
        for (int filters : new int[] {32, 64}) {
            layers.layer(new ConvolutionLayer.Builder(3, 3)
                            .nOut(filters)
                            .activation(Activation.RELU)
                            .build())
                    .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
                            .stride(2, 2)
                            .build());
        }
        layers.layer(
                new DenseLayer.Builder().nOut(128).activation(Activation.RELU).build());
        layers.layer(classes().build());
        return network(layers, InputType.convolutional(28, 28, 1));
    }

    static MultiLayerNetwork lstm() {
        NeuralNetConfiguration.ListBuilder layers = layers();
        layers.layer(new LastTimeStep(
                        new LSTM.Builder().nOut(64).activation(Activation.TANH).build()))
                .layer(classes().build());
        return network(layers, InputType.recurrent(50, 100));
    }

    static MultiLayerNetwork text() {
        NeuralNetConfiguration.ListBuilder layers = layers();
        layers.layer(new EmbeddingSequenceLayer.Builder()
                        .nIn(20_000)
                        .nOut(64)
                        .inputLength(200)
                        .build())
                .layer(new Convolution1DLayer.Builder(5)
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.MAX).build())
                .layer(classes().build());
        return network(layers, InputType.recurrent(20_000, 200));
    }

    private static NeuralNetConfiguration.ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list();
    }

    private static OutputLayer.Builder classes() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX);
    }

    private static MultiLayerNetwork network(NeuralNetConfiguration.ListBuilder layers, InputType input) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(layers.setInputType(input).build());
        network.init();
        return network;
    }
}
