package dev.plumb.processor.random;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.toolchain.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said about a model.
 *
 * @param messages the whole text of each problem, in alphabetical order: where they are is not compared
 * @param graph the graph, if there are none
 */
record Verdict(List<String> messages, Optional<Graph> graph) {

    /** The verdict of the functional API. */
    static Verdict atRunTime(Draft draft) {
        try {
            return new Verdict(List.of(), Optional.of(FunctionalApi.build(draft)));
        } catch (GraphException broken) {
            return new Verdict(sorted(broken.problems().stream().map(Problem::text)), Optional.empty());
        }
    }

    /** The messages of the compiler. */
    static List<String> messages(Compiled compiled, Draft draft) {
        return sorted(compiled.messages(draft.name()).stream());
    }

    /** The messages of any compiler about a file. */
    static List<String> messages(List<Message> said, String file) {
        return sorted(
                said.stream().filter(message -> message.file().equals(file)).map(Message::text));
    }

    /**
     * In alphabetical order and without the margin of lines, which javac makes wider. Each text once: a parameter may be several inputs of a
     * layer with roles, and the compiler tells its problem once, the functional API once an input.
     */
    private static List<String> sorted(Stream<String> messages) {
        return messages.map(message -> message.lines().map(String::strip).collect(Collectors.joining("\n")))
                .distinct()
                .sorted()
                .toList();
    }

    boolean isSound() {
        return graph.isPresent();
    }
}
