package dev.plumb.samples.deployment;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Session;
import dev.plumb.samples.residual.ResidualClassifierModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a service does that only predicts: loads a file, and answers {@code float[]} and {@code int[]}. The argument is the file of a {@link ResidualClassifierModel}. */
public final class Service {
    private Service() {}

    /** Prints what it answers, and how large the process was at most, where the system says it. */
    public static void main(String... arguments) throws IOException {
        System.out.println(answers(ResidualClassifierModel.load(Path.of(arguments[0]))));
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .forEach(System.out::println);
        }
    }

    static String answers(ResidualClassifierModel model) {
        float[] example = new float[20];
        example[3] = 1;
        StringBuilder answers = new StringBuilder(Arrays.toString(model.predict(example)));
        answers.append(Arrays.deepToString(model.predict(new float[][] {example, example})));
        try (Session session = model.network().session()) {
            session.input("features").put(0, example);
            session.run();
            answers.append(session.output("predictions").get(0));
        }
        return answers.append(Arrays.toString(words(Dim.of(3)).predict(new int[] {2, 0, 1})))
                .append(Arrays.toString(words(Dim.named("length")).predict(new int[] {2, 0})))
                .toString();
    }

    /** For sentences of some length, which may be known or not. */
    private static Network words(Dim length) {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire table =
                g.apply("table", Layers.embedding(3, 4), g.input("words", new Shape(List.of(length)), DType.INT32));
        return Network.create(g.output(g.apply("read", Layers.lstm(2), table)).build(), 1);
    }
}
