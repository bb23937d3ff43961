package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.keras.KerasExport;
import dev.plumb.keras.KerasModel;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SavedOptimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ImportCommandTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    /** From a file of Keras to source, to a class, to its outputs, for each model that Keras wrote for the tests. */
    @Test
    void whatIsImportedComputesWhatKerasComputes() throws IOException {
        Path sources = folder.resolve("sources");
        List<KerasFixture> fixtures = KerasFixture.all();
        assertTrue(fixtures.size() >= 50, "only " + fixtures.size());
        for (KerasFixture fixture : fixtures) {
            Ran ran = Ran.plumb(
                    "import",
                    fixture.in(folder),
                    "--package",
                    "imported." + fixture.name(),
                    "--name",
                    "Net",
                    "--out",
                    sources);
            assertEquals(0, ran.code(), fixture + ": " + ran.err());
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (Stream<Path> files = Files.walk(sources)) {
            Compiler.compile(
                    classes,
                    files.filter(file -> file.toString().endsWith(".java")).toArray(Path[]::new));
        }
        CompiledModels compiled = new CompiledModels(List.of(classes));
        List<String> wrong = new ArrayList<>();
        for (KerasFixture fixture : fixtures) {
            Path archive = sources.resolve("imported").resolve(fixture.name()).resolve("Net.plumb");
            Network network = Network.load(
                    archive,
                    compiled.find("imported." + fixture.name() + ".Net").graph());
            assertEquals(fixture.parameters(), network.graph().parameters(), fixture.name());
            double difference = difference(fixture, network);
            if (difference > TOLERANCE) {
                wrong.add(fixture + " differs by " + difference);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static double difference(KerasFixture fixture, Network network) {
        List<INDArray> outputs = network.predict(fixture.inputs(network.graph()));
        List<INDArray> known = fixture.outputs();
        assertEquals(known.size(), outputs.size(), fixture.name());
        double largest = 0;
        for (int i = 0; i < known.size(); i++) {
            INDArray output = outputs.get(i).castTo(DataType.FLOAT);
            assertArrayEquals(known.get(i).shape(), output.shape(), fixture.name());
            double scale = Math.max(1, known.get(i).amaxNumber().doubleValue());
            largest = Math.max(largest, output.sub(known.get(i)).amaxNumber().doubleValue() / scale);
        }
        return largest;
    }

    /** Units that come again are blocks, whose layers have the weights that Keras's layers had. */
    @Test
    void whatComesAgainIsABlockAndComputesTheSame() throws IOException {
        GraphBuilder g = GraphBuilder.named("residual");
        Wire above = g.input("image", 8, 8, 4);
        for (int i = 0; i < 6; i++) {
            String unit = "unit" + i + "_";
            Wire wide = g.apply(unit + "conv", Layers.conv2D(4 + 4 * (i / 2), 3).padding(Padding.SAME), above);
            Wire normal = g.apply(unit + "bn", Layers.batchNormalization(), wide);
            Wire relu = g.apply(unit + "relu", Layers.activation(ActivationFunction.RELU), normal);
            Wire narrow = g.apply(unit + "narrow", Layers.conv2D(4, 1), relu);
            above = g.apply(unit + "add", Layers.add(), narrow, above);
        }
        Wire flat = g.apply("flat", Layers.flatten(), above);
        Network network = Network.create(
                g.output(g.apply("classes", Layers.dense(3), flat)).build(), 7);
        Path file = folder.resolve("residual.keras");
        KerasExport.of(network).write(file);
        for (String flatOption : List.of("", "--no-blocks")) {
            Path sources = folder.resolve("sources" + flatOption);
            List<Object> call =
                    new ArrayList<>(List.of("import", file, "--package", "again", "--name", "Again", "--out", sources));
            if (!flatOption.isEmpty()) {
                call.add(flatOption);
            }
            Ran ran = Ran.plumb(call.toArray());
            assertEquals(0, ran.code(), ran.err());
            Path block = sources.resolve("again/UnitBlock.java");
            assertEquals(flatOption.isEmpty(), Files.exists(block), ran.out());
            Path classes = Files.createDirectories(folder.resolve("classes" + flatOption));
            try (Stream<Path> files = Files.walk(sources)) {
                Compiler.compile(
                        classes,
                        files.filter(one -> one.toString().endsWith(".java")).toArray(Path[]::new));
            }
            Graph graph =
                    new CompiledModels(List.of(classes)).find("again.Again").graph();
            Network again = Network.load(sources.resolve("again/Again.plumb"), graph);
            INDArray image = Nd4j.rand(DataType.FLOAT, 2, 8, 8, 4);
            assertEquals(
                    0,
                    network.predict(List.of(image))
                            .get(0)
                            .sub(again.predict(List.of(image)).get(0))
                            .amaxNumber()
                            .doubleValue(),
                    1e-6);
        }
    }

    /** Losses and metrics are in the source, the state of the optimizer is in the archive, and what is left out is said. */
    @Test
    void aModelThatWasTrainedIsTrainedOn() throws IOException {
        Path file = Path.of("../keras/src/test/resources/keras/compiled.keras");
        Path sources = folder.resolve("trained");
        Ran ran = Ran.plumb("import", file, "--package", "mail", "--name", "Mail", "--out", sources);
        assertEquals(0, ran.code(), ran.err());
        assertEquals(
                "output 'topic': a metric is left out: sparse_top_k_categorical_accuracy has k = 2, which an"
                        + " annotation cannot say\n"
                        + "output 'free': the loss is left out: tversky has alpha = 0.3, which an annotation cannot say\n"
                        + "trained by " + KerasModel.read(file).optimizer()
                        + ", 2 steps: the archive has its state, from which a trainer with this optimizer goes on\n",
                ran.err());
        String source = Files.readString(sources.resolve("mail/Mail.java"));
        assertTrue(
                source.contains("@Loss(value = BINARY_CROSSENTROPY, labelSmoothing = 0.1)")
                        && source.contains("@Metrics({AUC, ACCURACY})")
                        && source.contains("@Loss(value = SPARSE_CATEGORICAL_CROSSENTROPY, weight = 0.5)"),
                source);
        Path classes = Files.createDirectories(folder.resolve("trained.classes"));
        Compiler.compile(classes, sources.resolve("mail/Mail.java"));
        Network network = Network.load(
                sources.resolve("mail/Mail.plumb"),
                new CompiledModels(List.of(classes)).find("mail.Mail").graph());
        SavedOptimizer saved = network.optimizer().orElseThrow();
        assertEquals(2, saved.state().iteration());
        SavedOptimizer known = KerasModel.read(file).optimizerState();
        assertEquals(known.arrays(), saved.arrays());
    }

    @Test
    void sourceAndWeightsAreSaidAndNotOverwritten() throws IOException {
        KerasFixture mlp = KerasFixture.all().get(0);
        Path file = mlp.in(folder);
        Path out = folder.resolve("out");
        Object[] call = {"import", file, "--package", "models", "--name", "Small", "--out", out};
        Ran ran = Ran.plumb(call);
        assertEquals(
                out.resolve("models/Small.java") + "\n" + out.resolve("models/Small.plumb") + "\n",
                ran.out(),
                ran.err());
        Ran again = Ran.plumb(call);
        assertEquals(1, again.code());
        assertTrue(again.err().contains("Small.java' exists: say --force"), again.err());
        Files.delete(out.resolve("models/Small.java"));
        assertTrue(Ran.plumb(call).err().contains("Small.plumb' exists: say --force"));
        assertTrue(Files.notExists(out.resolve("models/Small.java")));
    }

    @Test
    void kotlinAndTheTable() throws IOException {
        KerasFixture mlp = KerasFixture.all().get(0);
        Path file = mlp.in(folder);
        Path weights = folder.resolve("weights.plumb");
        Ran ran = Ran.plumb("import", file, "--name", "Small", "--out", folder, "--kotlin", "--weights", weights);
        assertEquals(folder.resolve("Small.kt") + "\n" + weights + "\n", ran.out(), ran.err());
        assertTrue(Files.readString(folder.resolve("Small.kt")).contains("interface Small {"));
        assertTrue(
                Ran.plumb("summary", file).out().contains("Total params"),
                Ran.plumb("summary", file).out());
    }

    @Test
    void theHelpSaysWhereSourceGoes() {
        String help = Ran.plumb("import", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("Default: src/main/java, with --kotlin src/main/kotlin."), help);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.keras"), "PK and nothing else");
        Ran ran = Ran.plumb("import", file, "--out", folder.resolve("out"));
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("plumb: ") && ran.err().contains("broken.keras"), ran.err());
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    /** What another command takes, or another program makes, is said with the command. */
    @Test
    void whatIsNoFileToImportIsSaidWithWhatTakesIt() throws IOException {
        GraphBuilder g = GraphBuilder.named("small");
        Network network = Network.create(
                g.output(g.apply("y", Layers.dense(2), g.input("x", 3))).build(), 1);
        Path archive = folder.resolve("Digits.plumb");
        network.save(archive);
        assertEquals(
                "plumb: '" + archive + "' is an archive of Plumb, whose model is here already: 'plumb source " + archive
                        + "' writes it as source, and a model of that source loads the weights in it\n",
                Ran.plumb("import", archive, "--out", folder.resolve("out")).err());
        assertEquals(0, Ran.plumb("source", archive, "--name", "Digits").code());
        Path program = Files.writeString(folder.resolve("mk.py"), "import keras\n");
        assertEquals(
                "plumb: '" + program + "' is a program in Python, which makes a model: run it, save the model there"
                        + " with model.save(\"model.keras\"), and import that file\n",
                Ran.plumb("import", program, "--out", folder.resolve("out")).err());
        Path weights = Files.writeString(folder.resolve("model.weights.h5"), "");
        assertTrue(Ran.plumb("import", weights).err().contains("is a file of weights, which has no layers in it"));
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    @Test
    void sourceGoesWhereBuildsLookForItsLanguage() {
        assertEquals(Path.of("src/main/java"), new SourceOptions().usualFolder());
        SourceOptions options = new SourceOptions();
        new picocli.CommandLine(new ImportCommandOptions(options)).parseArgs("--kotlin");
        assertEquals(Path.of("src/main/kotlin"), options.usualFolder());
    }

    /** The options alone. */
    @picocli.CommandLine.Command
    private static final class ImportCommandOptions {
        @picocli.CommandLine.Mixin
        @SuppressWarnings("unused") // picocli fills it
        private final SourceOptions options;

        ImportCommandOptions(SourceOptions options) {
            this.options = options;
        }
    }
}
