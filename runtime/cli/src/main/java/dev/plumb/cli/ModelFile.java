package dev.plumb.cli;

import dev.plumb.graph.Graph;
import dev.plumb.io.ArchiveReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The graph of a model that lies in a file. */
final class ModelFile {
    private ModelFile() {}

    /**
     * Reads the graph, and no weights.
     *
     * @throws Refusal if there is no such file, or it holds no model
     */
    static Graph graph(Path file) {
        requireFile(file);
        return ForeignModel.isOne(file) ? foreign(file).graph() : archived(file);
    }

    /**
     * Reads a model of another library, and no weights.
     *
     * @throws Refusal if there is no such file, it holds no model, or one that has no counterpart here
     */
    static ForeignModel foreign(Path file) {
        requireFile(file);
        return ForeignModel.read(file);
    }

    private static Graph archived(Path file) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            return archive.graph();
        } catch (IOException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw new Refusal("there is no file '" + file + "'");
        }
        if (!Files.isRegularFile(file)) {
            throw new Refusal("'" + file + "' is no file, expected a model");
        }
    }
}
