package dev.plumb.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.build.Nesting;
import dev.plumb.runtime.GraphPlot;
import dev.plumb.runtime.Network;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs as pictures. */
final class GraphPlotTest {
    @TempDir
    Path folder;

    private String svg(Graph graph, GraphPlot options) throws Exception {
        Path file = folder.resolve("graph.svg");
        new Pictures().graph(graph, options, file);
        return Files.readString(file);
    }

    private Xml xml(Graph graph, GraphPlot options) throws Exception {
        return Xml.of(svg(graph, options));
    }

    @Test
    void eachLayerAndEachWireIsThere() throws Exception {
        Graph graph = Graphs.residual();
        Xml picture = xml(graph, GraphPlot.defaults());
        for (Node node : graph.nodes()) {
            assertTrue(picture.texts("text").contains(node.name()), node.name());
            assertTrue(picture.texts("text").contains(node.spec().layerName()), node.name());
        }
        List<String> wires = picture.texts("title").stream()
                .filter(title -> title.contains(" → "))
                .toList();
        assertEquals(
                Set.of(
                        "features → wide",
                        "wide → dropped",
                        "dropped → deep",
                        "features → shortcut",
                        "deep → merged",
                        "shortcut → merged",
                        "merged → activated",
                        "activated → predictions"),
                Set.copyOf(wires));
        assertEquals(8, wires.size());
        assertTrue(picture.texts("text").contains("2,688 parameters"));
        assertTrue(picture.texts("text").contains("(128)"));
        assertTrue(picture.texts("text").contains("output, sparse categorical crossentropy"));
        assertTrue(
                picture.texts("title")
                        .contains("Dense(units = 128, activation = RELU) 'wide'\n(20) float32 -> (128) float32\n"
                                + "wide/kernel (20, 128)\nwide/bias (128)"),
                picture.texts("title").toString());
        assertEquals(
                "The graph of model ResidualClassifier", picture.texts("title").get(0));
    }

    @Test
    void whatIsSaidOfALayerIsAnOption() throws Exception {
        Xml bare = xml(Graphs.residual(), GraphPlot.defaults().shapes(false).parameters(false));
        assertFalse(bare.texts("text").contains("(128)"));
        assertFalse(bare.texts("text").contains("2,688 parameters"));
        Xml typed = xml(Graphs.residual(), GraphPlot.defaults().dtypes(true));
        assertTrue(typed.texts("text").contains("(128) float32"));
        Xml typesOnly =
                xml(Graphs.residual(), GraphPlot.defaults().shapes(false).dtypes(true));
        assertTrue(typesOnly.texts("text").contains("float32"));
    }

    @Test
    void nestedPartsAreAroundTheirLayersOrOneBoxOrPaths() throws Exception {
        List<String> expanded = xml(Graphs.several(), GraphPlot.defaults()).texts("text");
        assertTrue(expanded.contains("leftFeatures  Encoder"), expanded.toString());
        assertEquals(2, expanded.stream().filter("conv1"::equals).count());
        assertTrue(expanded.contains("weights of leftFeatures/conv1, frozen"), expanded.toString());

        List<String> folded = xml(Graphs.several(), GraphPlot.defaults().nesting(Nesting.FOLDED))
                .texts("text");
        assertFalse(folded.contains("conv1"));
        assertTrue(
                folded.containsAll(List.of("Encoder", "leftFeatures", "5,088 parameters, frozen")), folded.toString());
        assertTrue(folded.contains("weights of leftFeatures, frozen"), folded.toString());
        assertTrue(folded.containsAll(List.of("Repeat", "stack", "18,624 parameters")), folded.toString());

        List<String> paths = xml(Graphs.several(), GraphPlot.defaults().nesting(Nesting.PATHS))
                .texts("text");
        assertTrue(
                paths.containsAll(List.of("leftFeatures/conv1", "rightFeatures/conv1", "stack/0")), paths.toString());
    }

    @Test
    void rolesOfInputsAreAtTheirWires() throws Exception {
        List<String> texts = xml(Graphs.several(), GraphPlot.defaults()).texts("text");
        assertTrue(texts.containsAll(List.of("query", "value")), texts.toString());
    }

    @Test
    void wiresLeadDownOrToTheRight() throws Exception {
        String down = svg(Graphs.chain(12), GraphPlot.defaults());
        String right = svg(Graphs.chain(12), GraphPlot.defaults().leftToRight());
        assertTrue(size(down, "height") > 5 * size(down, "width"), "high");
        assertTrue(size(right, "width") > 5 * size(right, "height"), "wide");
    }

    private static double size(String svg, String side) {
        return Double.parseDouble(svg.replaceAll("(?s).*?<svg[^>]* " + side + "=\"([0-9.]+)\".*", "$1"));
    }

    @Test
    void theSameGraphIsTheSamePicture() throws Exception {
        assertEquals(svg(Graphs.several(), GraphPlot.defaults()), svg(Graphs.several(), GraphPlot.defaults()));
        assertNotEquals(svg(Graphs.several(), GraphPlot.defaults()), svg(Graphs.residual(), GraphPlot.defaults()));
    }

    @Test
    void namesAreTextAndNothingElse() throws Exception {
        Graph odd = Graphs.oddNames();
        Xml picture = xml(odd, GraphPlot.defaults());
        assertEquals(0, picture.count("script"));
        assertEquals(0, picture.count("img"));
        assertTrue(picture.texts("text").contains("<img src=x onerror=alert(1)>"));
        assertTrue(picture.texts("text").contains("a&b'c]]>"));
        assertTrue(picture.texts("text").contains("größe尺寸\uFFFD"), "what XML cannot hold");
        assertTrue(picture.texts("text").stream().anyMatch(text -> text.startsWith("aVeryLong") && text.contains("…")));
        assertTrue(
                picture.texts("title").stream()
                        .anyMatch(title -> title.contains(
                                "aVeryLongNameThatSomebodyFoundNecessaryBecauseItSaysEverythingAboutTheLayer")),
                "the whole name is there for who points at it");
        Path page = folder.resolve("odd.html");
        new Pictures().graph(odd, GraphPlot.defaults(), page);
        String html = Files.readString(page);
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("<img"), html);
        assertTrue(html.contains("<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"), html);
    }

    @Test
    void aPageNeedsNothingFromElsewhere() throws Exception {
        Path page = folder.resolve("several.html");
        Network.create(Graphs.several(), 1).plot(page);
        String html = Files.readString(page);
        assertEquals(3, html.split("<svg ", -1).length - 1, "a picture for each way to show what is nested");
        assertTrue(html.contains("default-src 'none'"), "a browser is told to load nothing");
        assertFalse(
                html.replace("http://www.w3.org/2000/svg", "").matches("(?s).*(https?:|src=|@import|url\\().*"),
                "nothing is loaded");
        assertTrue(html.contains("Total params: 189,197"), "the summary");
    }

    @Test
    void whatIsFrozenNowIsFrozenInThePicture() throws Exception {
        Network network = Network.create(Graphs.residual(), 1);
        network.freeze("wide");
        Path file = folder.resolve("frozen.svg");
        network.plot(file, GraphPlot.defaults().leftToRight());
        assertTrue(Xml.of(Files.readString(file)).texts("text").contains("2,688 parameters, frozen"));
    }

    @Test
    void aPngIsTwiceAsLargeAndNotEmpty() throws Exception {
        Path file = folder.resolve("graph.PNG");
        new Pictures().graph(Graphs.residual(), GraphPlot.defaults(), file);
        String svg = svg(Graphs.residual(), GraphPlot.defaults());
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(2 * size(svg, "width"), image.getWidth());
        assertEquals(2 * size(svg, "height"), image.getHeight());
        long ink = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                ink += (image.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
            }
        }
        assertTrue(ink > 10_000, "pixels that are not paper: " + ink);
    }

    @Test
    void aHugePngIsScaledDown() throws Exception {
        Path file = folder.resolve("huge.png");
        new Pictures().graph(Graphs.chain(900), GraphPlot.defaults(), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertTrue(
                (long) image.getWidth() * image.getHeight() <= 51_000_000,
                image.getWidth() + " x " + image.getHeight());
    }

    @Test
    void fiveHundredLayersTakeSeconds() throws Exception {
        Graph ladder = Graphs.ladder(250);
        assertEquals(500, ladder.nodes().size());
        String svg = assertTimeout(Duration.ofSeconds(60), () -> svg(ladder, GraphPlot.defaults()));
        assertTrue(Xml.of(svg).texts("text").containsAll(List.of("deep0", "sum249")));
    }

    @Test
    void anotherEndingIsToldWhichThereAre() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Pictures()
                .graph(Graphs.residual(), GraphPlot.defaults(), Path.of("model.pdf")));
        assertEquals(
                "'model.pdf' ends with .pdf, which tells what to draw: name it .svg, .png or .html", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> new Pictures()
                .graph(Graphs.residual(), GraphPlot.defaults(), Path.of("model")));
        assertEquals("'model' has no ending, which tells what to draw: name it .svg, .png or .html", e.getMessage());
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll() throws Exception {
        Path file = folder.resolve("graph.svg");
        new Pictures().graph(Graphs.residual(), GraphPlot.defaults(), file);
        new Pictures().graph(Graphs.several(), GraphPlot.defaults(), file);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing is left beside it");
        }
        Path missing = folder.resolve("missing").resolve("graph.svg");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> new Pictures()
                .graph(Graphs.residual(), GraphPlot.defaults(), missing));
        assertTrue(e.getMessage().contains("does not exist; create it first"), e.getMessage());
    }
}
