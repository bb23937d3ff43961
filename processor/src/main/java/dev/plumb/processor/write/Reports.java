package dev.plumb.processor.write;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.Mermaid;
import dev.plumb.graph.build.Summary;
import dev.plumb.processor.check.CheckedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files about each model, for people and tools: {@code .txt} has the summary and what is checked when the model runs, {@code .mmd} the
 * Mermaid flowchart, {@code .json} the graph.
 * A report that is there is that of the model as it was last compiled: a model with problems has none.
 */
public record Reports(Path folder) {
    private static final List<String> KINDS = List.of(".txt", ".mmd", ".json");

    /**
     * Writes the reports of a model in place of older ones, or only takes those away.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(CheckedModel model) throws IOException {
        String name = model.declaration().qualifiedName();
        Optional<Graph> graph = model.graph();
        if (graph.isEmpty()) {
            for (String kind : KINDS) {
                Files.deleteIfExists(folder.resolve(name + kind));
            }
            return;
        }
        Files.createDirectories(folder);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(".txt", Summary.of(graph.get()).text() + assumptions(graph.get()));
        texts.put(".mmd", Mermaid.of(graph.get()).text());
        texts.put(
                ".json",
                JSON.std
                                .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                                .asString(DraftTree.of(graph.get().draft())) + "\n");
        for (Map.Entry<String, String> text : texts.entrySet()) {
            replace(name + text.getKey(), text.getValue());
        }
    }

    private static String assumptions(Graph graph) {
        return graph.assumptions().isEmpty()
                ? ""
                : "Checked when it runs:\n " + String.join("\n ", graph.assumptions()) + "\n";
    }

    /** Nobody sees a half-written file. */
    private void replace(String file, String text) throws IOException {
        Path beside = folder.resolve(file + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(beside, text);
            Files.move(beside, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
