package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Summary;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryCommandTest {
    @TempDir
    Path folder;

    @Test
    void theTableOfAnArchive() {
        GraphBuilder g = GraphBuilder.named("Small");
        Graph graph =
                g.output(g.apply("hidden", Layers.dense(3), g.input("x", 2))).build();
        Path file = folder.resolve("small.plumb");
        Network.create(graph, 1L).save(file);
        Ran ran = Ran.plumb("summary", file);
        assertEquals(Summary.of(graph).text().stripTrailing() + "\n", ran.out(), ran.err());
        assertEquals(0, ran.code());
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "no model");
        Ran ran = Ran.plumb("summary", file);
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("plumb: ") && ran.err().contains("notes.txt"), ran.err());
        assertEquals(
                "plumb: there is no file 'nothing.plumb'\n",
                Ran.plumb("summary", "nothing.plumb").err());
        assertEquals(1, Ran.plumb("summary", folder).code());
    }
}
