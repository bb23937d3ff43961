package dev.plumb.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Mermaid;
import dev.plumb.graph.build.Summary;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.SizeLimitException;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Javadoc of generated classes: the architecture where it is used. */
final class Documentation {
    /** A summary takes two lines a layer: ResNet50 is shown, a network of thousands of layers is not. */
    private static final int LAYERS_SHOWN = 250;

    private final Outline outline;

    Documentation(Outline outline) {
        this.outline = outline;
    }

    /** The class, with the summary and the flowchart of the model. */
    CodeBlock model() {
        CodeBlock.Builder text = CodeBlock.builder().add("The model {@code $L}.\n", outline.modelName());
        outline.graph()
                .ifPresentOrElse(
                        graph ->
                                text.add("$L", graph.nodes().size() > LAYERS_SHOWN ? size(graph) : architecture(graph)),
                        () -> text.add("It has errors, see the compiler's messages.\n"));
        return text.build();
    }

    /** As HTML, so that a page with Mermaid's script draws the flowchart and any other shows its text. */
    private static String architecture(Graph graph) {
        return "\n<pre>{@code\n" + Summary.of(graph).text() + "}</pre>\n\n<pre class=\"mermaid\">\n"
                + escaped(Mermaid.of(graph).text()) + "</pre>\n" + assumptions(graph);
    }

    /** What cannot be checked before the sizes are known. */
    private static String assumptions(Graph graph) {
        return graph.assumptions().isEmpty()
                ? ""
                : "\n<p>Checked when it runs:\n<ul>\n"
                        + graph.assumptions().stream()
                                .map(line -> "<li>" + escaped(line) + "\n")
                                .collect(Collectors.joining())
                        + "</ul>\n";
    }

    private static String size(Graph graph) {
        return String.format(
                Locale.ROOT,
                """

                <p>Its %,d layers have %,d parameters%s. That is too much for a comment: {@link #summary} prints the table, and the
                processor's option {@code plumb.reports} writes table and flowchart to files.
                """,
                graph.nodes().size(),
                graph.parameters(),
                DeclaredWeights.areMissing(graph) ? ", beside those of its layers in code" : "");
    }

    /** For a comment in HTML: what Javadoc, HTML or Java's scanner would take for its own. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("{", "&#123;")
                .replace("}", "&#125;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;"); // else \\u would be an escape of Java
    }

    /** For Javadoc's code tag, which ends at a bracket that nothing opened, and for Java's scanner. */
    static String inCode(String text) {
        return text.replace("*/", "* /").replace("\\", "/").replace("{", "(").replace("}", ")");
    }

    /** The record of the inputs. */
    CodeBlock inputs() {
        CodeBlock.Builder text = CodeBlock.builder().add("What the model takes, a batch of examples.\n\n");
        outline.inputs().forEach(input -> text.add("@param $L $L\n", input.name(), inputShape(input)));
        return text.build();
    }

    /** The record of the outputs. */
    CodeBlock outputs() {
        CodeBlock.Builder text = CodeBlock.builder().add("What the model returns for a batch of examples.\n\n");
        outline.outputs().forEach(output -> text.add("@param $L $L\n", output.name(), outputShape(output)));
        return text.build();
    }

    /** The record of the targets. */
    CodeBlock targets() {
        CodeBlock.Builder text = CodeBlock.builder().add("What the model should have returned.\n\n");
        outline.trained().forEach(output -> text.add("@param $L $L\n", output.name(), targetShape(output)));
        return text.build();
    }

    /** Shape and element type of an input. */
    static String inputShape(Draft.Input input) {
        return shape(input.type(), input.type().shape().dims());
    }

    /** Shape and element type of an output. */
    String outputShape(Draft.Output output) {
        return type(output).map(type -> shape(type, type.shape().dims())).orElse("the output");
    }

    /** How many numbers one example of an input or output has, row by row. */
    static String flat(TensorType type) {
        String values = type.dtype() == DType.STRING ? " texts" : " numbers";
        return elements(type) + values + (type.rank() > 1 ? ", " + type.shape() + " row by row" : "");
    }

    private static String elements(TensorType type) {
        try {
            Dim elements = type.shape().elements();
            return elements.isKnown() ? String.format(Locale.ROOT, "%,d", elements.size()) : elements.toString();
        } catch (SizeLimitException beyond) {
            return "too many"; // as the checks have said
        }
    }

    Optional<TensorType> type(Draft.Output output) {
        return outline.graph().map(Graph::outputs).stream()
                .flatMap(List::stream)
                .filter(other -> other.name().equals(output.name()))
                .map(Graph.Output::type)
                .findFirst();
    }

    private String targetShape(Draft.Output output) {
        boolean classes =
                output.loss().map(loss -> loss.value().hasSparseTargets()).orElse(false);
        Optional<TensorType> type = type(output);
        if (type.isEmpty()) {
            return "the target";
        }
        List<Dim> dims = type.get().shape().dims();
        return classes ? "class indices, " + axes(dims.subList(0, dims.size() - 1)) : shape(type.get(), dims);
    }

    private static String shape(TensorType type, List<Dim> dims) {
        return axes(dims)
                + (type.dtype() == DType.FLOAT32 ? "" : " " + type.dtype().label());
    }

    private static String axes(List<Dim> dims) {
        StringBuilder text = new StringBuilder("(batch");
        dims.forEach(dim -> text.append(", ").append(dim));
        return text + ")";
    }
}
