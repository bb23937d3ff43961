package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.attribute.AttributeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * docs/coverage.md says of each layer and option what is compared with Keras and what is refused, as {@link LayerCoverage} finds it.
 * {@code -Dcoverage.update=true} writes the page anew.
 */
final class CoveragePageTest {
    private static final Path PAGE = Path.of("../docs/coverage.md");
    private static final Path REFERENCE = Path.of("../docs/reference.md");

    private static final String HEAD = """
        # What is compared with Keras

        Written by `CoveragePageTest` from the recorded cases of `runtime/src/test/resources/keras`, and from what the rules of the layers say when they
        are asked; `-Dcoverage.update=true` writes it anew. Which layers of Keras have another form here, or none, and why, is in
        [what there is](reference.md#layers).

        - **cases**: calls with another value than the default, whose outputs, shapes and numbers of parameters are those of Keras 3.15. The row of a
          layer counts all of its calls.
        - **gradients**: cases among them whose gradients, of all inputs and weights, are those of Keras and the slopes of the outputs (finite
          differences).
        - **masks**: cases among them with a mask, that travels with an input or is given.
        - **ONNX**: cases among them that ONNX Runtime computes, too: `LayersTest` of `runtime/onnxruntime` runs each.
        - **Keras in**: models that Keras has written and that are the same here; **Keras out**: models that were written here, and that Keras opened and
          computes the same. Each case that Keras can hold is among them, as a model of its own (`KerasCoverageTest` of `runtime/keras` counts them).
        - **with**: how many other options are set beside this one in some case.
        - **refused**: a value that is an error of the compiler at its place; – where every value of its type is right.

        Not rows are initializers, regularizers and constraints: they belong to weights, whichever layer has them, and are compared on their own
        (`initializers.json`, `training/*.json`). `RNN` runs cells in code, which no file has: `CellLayersTest` compares it with layers that are here.
        `stateful` is compared by whole fits, evaluations and predictions (`stateful.json`), whose losses and weights follow from gradients that are not counted here.
        """;

    @Test
    void thePageIsWhatIsFound(TestReporter reporter) throws IOException {
        String page = page();
        reporter.publishEntry("coverage", page);
        if (Boolean.getBoolean("coverage.update")) {
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(PAGE), page, "-Dcoverage.update=true writes it anew");
    }

    /** Each name is that of a layer here, or is on the page of names, with what there is in its place or why it is left out. */
    @Test
    void eachLayerOfKerasIsHereOrSaidToBeLeftOut() throws IOException {
        String reference = Files.readString(REFERENCE);
        List<String> unsaid = names().stream()
                .filter(name -> Layers.find(name).isEmpty() && !reference.contains("`" + name + "`"))
                .toList();
        assertEquals(List.of(), unsaid);
    }

    private static List<String> names() throws IOException {
        try (InputStream file = CoveragePageTest.class.getResourceAsStream("/keras/layer_names.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static String page() throws IOException {
        LayerCoverage coverage = new LayerCoverage();
        KerasModelCounts in = KerasModelCounts.in();
        KerasModelCounts out = KerasModelCounts.out();
        StringBuilder rows = new StringBuilder();
        Totals layers = new Totals();
        Totals options = new Totals();
        for (String layer : Layers.names()) {
            LayerCoverage.Option all = coverage.all(layer);
            rows.append(row("**" + layer + "**", all, in.of(layer, ""), out.of(layer, "")));
            layers.add(all, in.of(layer, ""), out.of(layer, ""));
            for (LayerCoverage.Option option : coverage.options(layer)) {
                int read = in.of(layer, option.name());
                int written = out.of(layer, option.name());
                rows.append(row(option.name(), option, read, written));
                options.add(option, read, written);
            }
        }
        return HEAD + "\n" + layers.text("layers") + options.text("options") + "\n"
                + "| layer, option | cases | gradients | masks | ONNX | Keras in | Keras out | with | refused |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
                + rows;
    }

    private static String row(String name, LayerCoverage.Option option, int in, int out) {
        boolean isLayer = option.name().isEmpty();
        Optional<String> refused = option.refused().map(value -> "`" + AttributeText.format(value) + "`");
        return "| "
                + String.join(
                        " | ",
                        name,
                        String.valueOf(option.cases()),
                        String.valueOf(option.differentiated()),
                        String.valueOf(option.masked()),
                        String.valueOf(option.exported()),
                        String.valueOf(in),
                        String.valueOf(out),
                        isLayer ? "" : String.valueOf(option.together().size()),
                        isLayer ? "" : refused.orElse("–"))
                + " |\n";
    }

    /** How many layers, or options, have something in a column. */
    private static final class Totals {
        private final Map<String, Integer> columns = new LinkedHashMap<>();
        private int all;

        private void add(LayerCoverage.Option option, int in, int out) {
            all++;
            count("in a case", option.cases());
            count("with gradients", option.differentiated());
            count("with a mask", option.masked());
            count("in ONNX Runtime", option.exported());
            count("in from Keras", in);
            count("out to Keras", out);
            count("with a value that is refused", option.refused().isPresent() ? 1 : 0);
        }

        private void count(String column, int found) {
            columns.merge(column, found > 0 ? 1 : 0, Integer::sum);
        }

        private String text(String what) {
            return "- **" + all + " " + what + "**: "
                    + columns.entrySet().stream()
                            .filter(column -> column.getValue() > 0)
                            .map(column -> column.getValue() + " " + column.getKey())
                            .collect(Collectors.joining(", "))
                    + ".\n";
        }
    }
}
