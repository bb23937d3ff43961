package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is generated: readable, the same each time, and equal to what was declared. */
final class GeneratedClassTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/ResidualClassifierModel.java.txt");

    private static final String TWO_TASKS = """
            package models;

            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.Initializer.*;
            import static dev.plumb.dsl.LossFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            public interface Outer {
                @Model
                interface TwoTasks {
                    @Input(dims = {"time"}, dtype = DType.INT32)            Tokens text();
                    @Input({4, 4, 1})                                       Image model();
                    @Embedding(inputDim = 100, outputDim = 8)               Seq embedded(Tokens text);
                    @Conv2D(filters = 2, kernelSize = {3, 3}, kernelInitializer = @Init(value = TRUNCATED_NORMAL, stddev = 0.02))
                                                                            Image g(Image model);
                    @GlobalAveragePooling2D                                 Vec pooled(Image g);
                    @Output                                                 @Dense(units = 3) Seq optimizer(Seq embedded);
                    @Output @Loss(value = MEAN_SQUARED_ERROR, weight = 0.5) @Metrics(Metric.MSE)
                                                                            @Dense(units = 1) Vec RELU(Vec pooled);
                }
            }
            """;

    @TempDir
    Path output;

    /** After a wanted change of generated code: {@code mvn test -pl processor -am -Dgolden.update=true}, and read the difference. */
    @Test
    void readsLikeCodeThatSomebodyWrote() throws IOException {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(LanguageExampleTest.MODEL));
        String generated = javac.generated("models.ResidualClassifierModel");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, generated);
        }
        assertEquals(Files.readString(GOLDEN), generated);
    }

    @Test
    void predicts() throws Exception {
        assertEquals("", Javac.into(output).compile(LanguageExampleTest.MODEL));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedClassTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass("models.ResidualClassifierModel");
            Object model = type.getMethod("create", long.class).invoke(null, 42L);
            float[] probabilities =
                    (float[]) type.getMethod("predict", float[].class).invoke(model, new float[20]);
            assertEquals(10, probabilities.length);
            float sum = 0;
            for (float probability : probabilities) {
                sum += probability;
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    /** What one writes with such a model; returns the names of what was reported. */
    private static final String TWO_TASKS_TRAINED = """
            package models;

            import dev.plumb.data.ArrayDataset;
            import dev.plumb.runtime.*;
            import dev.plumb.train.Adam;
            import dev.plumb.train.Losses;
            import java.util.List;
            import org.nd4j.linalg.api.ndarray.INDArray;

            public class Trained {
                public static List<String> names(INDArray text, INDArray image, INDArray y) {
                    Outer_TwoTasksModel model = Outer_TwoTasksModel.create(1L);
                    ArrayDataset<Outer_TwoTasksModel.Inputs, Outer_TwoTasksModel.Targets> data =
                            Outer_TwoTasksModel.dataset(
                                    new Outer_TwoTasksModel.Inputs(text, image), new Outer_TwoTasksModel.Targets(y));
                    ArrayDataset.Split<Outer_TwoTasksModel.Inputs, Outer_TwoTasksModel.Targets> parts = data.split(0.25);
                    Fit fit = Fit.epochs(1).verbose(Verbosity.SILENT);
                    model.trainer(Adam.of()).fit(parts.training().take(2), fit.validationData(parts.validation()));
                    History history = model.training()
                            .RELU(Losses.meanAbsoluteError())
                            .optimizer(Adam.of())
                            .fit(data.skip(1), fit);
                    model.predict(new Outer_TwoTasksModel.Inputs(text, image)).optimizer();
                    return List.copyOf(history.keys());
                }
            }
            """;

    @Test
    void outputsWithoutALossNeedNoTarget() throws Exception {
        assertEquals("", Javac.into(output).compile(TWO_TASKS, TWO_TASKS_TRAINED));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedClassTest.class.getClassLoader())) {
            Object names = loader.loadClass("models.Trained")
                    .getMethod("names", INDArray.class, INDArray.class, INDArray.class)
                    .invoke(null, Nd4j.zeros(DataType.INT32, 4, 5), Nd4j.ones(4, 4, 4, 1), Nd4j.ones(4, 1));
            assertEquals(List.of("RELU_mean_squared_error", "loss"), names);
        }
    }

    /** What an output states to be measured needs no loss beside it; what the stages are given comes first. */
    @Test
    void statedMetricsAreThoseOfTheStages() throws Exception {
        String model = """
                package models;

                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;

                @Sequential
                public interface Measured {
                    @Input(3) Vec x();
                    @Output @Metrics({Metric.MSE, Metric.MAE}) @Dense(units = 1) Vec y();
                }
                """;
        String trained = """
                package models;

                import dev.plumb.dsl.Metric;
                import dev.plumb.runtime.Fit;
                import dev.plumb.runtime.Verbosity;
                import dev.plumb.train.Adam;
                import dev.plumb.train.Losses;
                import java.util.List;
                import org.nd4j.linalg.api.ndarray.INDArray;

                public class Trained {
                    public static List<String> names(INDArray x, INDArray y) {
                        var data = MeasuredModel.dataset(x, y);
                        Fit fit = Fit.epochs(1).verbose(Verbosity.SILENT);
                        MeasuredModel model = MeasuredModel.create(1L);
                        var stated = model.training().y(Losses.meanSquaredError(), 0.5).optimizer(Adam.of());
                        var given = model.training().y(Losses.meanSquaredError(), Metric.MAE).optimizer(Adam.of());
                        return List.of(stated.fit(data, fit).keys().toString(), given.fit(data, fit).keys().toString());
                    }
                }
                """;
        assertEquals("", Javac.into(output).compile(model, trained));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedClassTest.class.getClassLoader())) {
            Object names = loader.loadClass("models.Trained")
                    .getMethod("names", INDArray.class, INDArray.class)
                    .invoke(null, Nd4j.ones(4, 3), Nd4j.ones(4, 1));
            assertEquals(
                    List.of("[loss, mean_absolute_error, mean_squared_error]", "[loss, mean_absolute_error]"), names);
        }
    }

    @Test
    void anArrayThatIsMissingIsToldByItsName() throws Exception {
        assertEquals("", Javac.into(output).compile(LanguageExampleTest.MODEL));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedClassTest.class.getClassLoader())) {
            Method dataset = loader.loadClass("models.ResidualClassifierModel")
                    .getMethod("dataset", INDArray.class, INDArray.class);
            InvocationTargetException thrown =
                    assertThrows(InvocationTargetException.class, () -> dataset.invoke(null, null, Nd4j.zeros(3)));
            assertEquals("the array of 'features' is null", thrown.getCause().getMessage());
        }
    }

    @Test
    void isTheSameEachTime(@TempDir Path other) {
        Javac first = Javac.into(output);
        Javac second = Javac.into(other);
        assertEquals("", first.compile(TWO_TASKS));
        assertEquals("", second.compile(TWO_TASKS));
        assertEquals(first.generated("models.Outer_TwoTasksModel"), second.generated("models.Outer_TwoTasksModel"));
    }

    @Test
    void carriesTheGraphThatItBuilds() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(TWO_TASKS));
        Graph built = graph("models.Outer_TwoTasksModel");
        assertEquals(carried(javac.generated("models.Outer_TwoTasksModel")), built);
        assertEquals(2, built.outputs().size());
        assertEquals(100 * 8 + (8 * 3 + 3) + (9 * 2 + 2) + (2 + 1), built.parameters());
    }

    @Test
    void doesNotDependOnTheOrderOfTheMethods(@TempDir Path other) throws Exception {
        assertEquals("", Javac.into(output).compile(LanguageExampleTest.MODEL));
        String merged = "    @Add\n    Vec merged(Vec deep, Vec shortcut);\n";
        String reordered =
                LanguageExampleTest.MODEL.replace(merged, "").replace("    @Input(20)", merged + "    @Input(20)");
        assertEquals("", Javac.into(other).compile(reordered));
        assertEquals(graph(output, "models.ResidualClassifierModel"), graph(other, "models.ResidualClassifierModel"));
    }

    @Test
    void staysWithinTheLimitsOfTheClassFileForThousandsOfLayers() throws Exception {
        StringBuilder model = new StringBuilder("""
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                @Model
                interface Deep {
                    @Input(4) Vec layer0();
                """);
        for (int i = 1; i < 5_000; i++) {
            model.append("@Dense(units = 4, activation = ActivationFunction.RELU) Vec layer" + i + "(Vec layer"
                    + (i - 1) + ");\n");
        }
        model.append("@Output @Dense(units = 4) Vec out(Vec layer4999);}\n");
        assertEquals("", Javac.into(output).compile(model.toString()));
        assertEquals(5_000, graph("DeepModel").nodes().size());
        String generated = Files.readString(output.resolve("DeepModel.java"));
        assertTrue(
                generated.contains(" * <p>Its 5,000 layers have 100,000 parameters."),
                "the comment says what it leaves out");
        assertFalse(generated.contains("flowchart TD"), "the comment leaves it out");
    }

    private Graph graph(String name) throws Exception {
        return graph(output, name);
    }

    private static Graph graph(Path classes, String name) throws Exception {
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedClassTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass(name);
            var method = type.getDeclaredMethod("graph");
            method.setAccessible(true);
            return (Graph) method.invoke(null);
        }
    }

    /** The graph in the annotation of a generated class. */
    private static Graph carried(String source) throws IOException {
        int start = source.indexOf("@CompiledModel");
        Matcher piece = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(source.substring(start, source.indexOf("class ", start)));
        StringBuilder json = new StringBuilder();
        while (piece.find()) {
            json.append(piece.group(1).replace("\\\"", "\""));
        }
        assertTrue(json.length() > 0);
        return GraphChecker.graph(DraftTree.read(JSON.std.mapFrom(json.toString())));
    }
}
