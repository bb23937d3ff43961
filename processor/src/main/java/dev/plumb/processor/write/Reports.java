package dev.plumb.processor.write;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.Mermaid;
import dev.plumb.graph.build.ProblemFlowchart;
import dev.plumb.graph.build.Summary;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.check.LocatedProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Files about each model, for people and tools: {@code .txt} has the summary and what is checked when the model runs, {@code .mmd} the
 * Mermaid flowchart, {@code .json} the graph. Of a model with problems {@code .txt} has the messages, {@code .mmd} what is wrong in red, and there is no
 * {@code .json}. A report that is there is that of the model as it was last compiled.
 *
 * @param page the address of the page about an id
 */
public record Reports(Path folder, Function<ProblemId, String> page) {

    /**
     * Writes the reports of a model in place of older ones.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(CheckedModel model) throws IOException {
        String name = model.declaration().qualifiedName();
        Files.createDirectories(folder);
        if (model.graph().isPresent()) {
            Graph graph = model.graph().get();
            replace(name + ".txt", Summary.of(graph).text() + assumptions(graph));
            replace(name + ".mmd", Mermaid.of(graph).text());
            replace(
                    name + ".json",
                    JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(DraftTree.of(graph.draft())) + "\n");
        } else {
            List<Problem> problems =
                    model.problems().stream().map(LocatedProblem::problem).toList();
            replace(name + ".txt", messages(model.draft().name(), problems));
            replace(name + ".mmd", ProblemFlowchart.of(model.draft(), problems));
            Files.deleteIfExists(folder.resolve(name + ".json"));
        }
    }

    private String messages(String model, List<Problem> problems) {
        StringBuilder text = new StringBuilder("Model '" + model + "' has "
                + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + ":\n");
        problems.forEach(problem ->
                text.append('\n').append(problem.text(page.apply(problem.id()))).append('\n'));
        return text.toString();
    }

    private static String assumptions(Graph graph) {
        return graph.assumptions().isEmpty()
                ? ""
                : "Checked when it runs:\n " + String.join("\n ", graph.assumptions()) + "\n";
    }

    private void replace(String file, String text) throws IOException {
        TextFiles.replace(folder.resolve(file), text);
    }
}
