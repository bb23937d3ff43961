package dev.plumb.processor.random;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Attributes;
import dev.plumb.graph.Dim;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Shape;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** Writes a draft as an annotated interface: inputs first, then the layers in their order; every tensor is a {@code Tensor}. */
final class ModelSource {
    static final String PACKAGE = "random";

    private final Draft draft;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> marked = new HashSet<>();

    private ModelSource(Draft draft) {
        this.draft = draft;
    }

    static String of(Draft draft) {
        return new ModelSource(draft).write();
    }

    private String write() {
        text.append("package ").append(PACKAGE).append(";\n\n");
        Stream.of("ActivationFunction", "ConstraintKind", "Initializer", "Interpolation", "LossFunction", "MergeMode")
                .forEach(name ->
                        text.append("import static dev.plumb.dsl.").append(name).append(".*;\n"));
        text.append("import static dev.plumb.dsl.Padding.*;\n");
        text.append("import dev.plumb.dsl.*;\nimport dev.plumb.dsl.layer.*;\n\n");
        text.append("@Model\npublic interface ").append(draft.name()).append(" {\n");
        draft.inputs().forEach(this::input);
        draft.steps().forEach(this::step);
        return text.append("}\n").toString();
    }

    private void input(Draft.Input input) {
        text.append("    ");
        output(input.name());
        Shape shape = input.type().shape();
        text.append("@Input(");
        if (shape.isKnown()) {
            text.append("value = ").append(axes(shape, ""));
        } else {
            text.append("dims = ").append(axes(shape, "\""));
        }
        if (input.type().dtype() != DType.FLOAT32) {
            text.append(", dtype = DType.").append(input.type().dtype());
        }
        text.append(") Tensor ").append(input.name()).append("();\n");
    }

    private static String axes(Shape shape, String quote) {
        return shape.dims().stream()
                .map(Dim::toString)
                .map(size -> quote + size + quote)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void step(Draft.Step step) {
        text.append("    ");
        output(step.name());
        text.append("@").append(step.layer().orElseThrow().describe());
        text.append(" Tensor ").append(step.name()).append("(");
        Set<String> parameters = new HashSet<>();
        for (int i = 0; i < step.sources().size(); i++) {
            String wire = step.sources().get(i).wire().toString();
            boolean plain = SourceVersion.isIdentifier(wire) && !isConstant(wire) && parameters.add(wire);
            text.append(i == 0 ? "" : ", ");
            text.append(plain ? "Tensor " + wire : "@From(\"" + wire + "\") Tensor parameter" + i);
        }
        text.append(");\n");
    }

    /** In the annotation of a method, javac takes a parameter for the constant of the same name. */
    private static boolean isConstant(String wire) {
        return wire.equals(wire.toUpperCase(Locale.ROOT));
    }

    /** Marks the first method of this name, if it is an output. */
    private void output(String name) {
        Optional<Draft.Output> output = draft.outputs().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        if (output.isEmpty() || !marked.add(name)) {
            return;
        }
        text.append("@Output ");
        output.get().loss().ifPresent(loss -> text.append(Attributes.format(loss))
                .append(" "));
        if (!output.get().metrics().isEmpty()) {
            text.append(output.get().metrics().stream()
                    .map(metric -> "Metric." + metric)
                    .collect(Collectors.joining(", ", "@Metrics({", "}) ")));
        }
    }
}
