package dev.plumb.samples.deployment;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Network;
import java.util.Arrays;

/** The shortest life of a process: one prediction of a network that is small enough to be computed in Java. */
public final class FirstPrediction {
    private FirstPrediction() {}

    public static void main(String... arguments) {
        GraphBuilder g = GraphBuilder.named("Small");
        Wire features = g.input("features", 20);
        Wire first = g.apply("first", Layers.dense(128).activation(RELU), features);
        Wire second = g.apply("second", Layers.dense(64).activation(RELU), first);
        g.output(g.apply("classes", Layers.dense(10).activation(SOFTMAX), second));
        float[] classes = Network.create(g.build(), 1).predict(new float[20]);
        System.out.println("predicted " + classes.length + " " + Arrays.hashCode(classes));
    }
}
