package dev.plumb.processor.random;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** Writes a draft as an annotated interface: inputs first, then the layers in their order; every tensor is a {@code Tensor}.
 * Roles of inputs are stated or not, in any order, the same for the same model. */
final class ModelSource {
    static final String PACKAGE = "random";

    private final Draft draft;
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> marked = new HashSet<>();

    private ModelSource(Draft draft) {
        this.draft = draft;
        this.random = new Random(draft.name().hashCode());
    }

    static String of(Draft draft) {
        return new ModelSource(draft).write();
    }

    private String write() {
        text.append("package ").append(PACKAGE).append(";\n\n");
        Stream.of(
                        "ActivationFunction",
                        "ConstraintKind",
                        "Initializer",
                        "Interpolation",
                        "LossFunction",
                        "OutputMode",
                        "ScoreMode",
                        "SpectrogramMode",
                        "WindowFunction",
                        "WindowScaling")
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
        layer(step.layer().orElseThrow());
        text.append(" Tensor ")
                .append(step.name())
                .append("(")
                .append(parameters(step))
                .append(");\n");
    }

    /** A wrapper stands above what it wraps. */
    private void layer(LayerSpec layer) {
        if (layer instanceof WrapperSpec wrapper) {
            text.append("@").append(layer.layerName());
            if (layer instanceof BidirectionalLayer both && both.mergeMode() != MergeMode.CONCAT) {
                text.append("(mergeMode = MergeMode.").append(both.mergeMode()).append(")");
            }
            if (layer instanceof SpectralNormalizationLayer spectral && spectral.powerIterations() != 1) {
                text.append("(powerIterations = ")
                        .append(spectral.powerIterations())
                        .append(")");
            }
            text.append(" ");
            layer(wrapper.layer());
        } else {
            text.append("@").append(layer.describe());
        }
    }

    private String parameters(Draft.Step step) {
        List<String> roles = step.layer().orElseThrow().inputNames();
        boolean stated = step.sources().size() <= roles.size() && random.nextInt(3) > 0;
        List<String> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>(stated ? roles : List.of());
        Set<Integer> leftOut = stated ? leftOut(step) : Set.of();
        List<String> inAnyOrder = new ArrayList<>();
        for (int i = 0; i < step.sources().size(); i++) {
            String wire = step.sources().get(i).wire().toString();
            if (leftOut.contains(i)) {
                continue;
            }
            if (stated && (!leftOut.isEmpty() || random.nextBoolean())) {
                inAnyOrder.add("@From(\"" + wire + "\") Tensor " + roles.get(i));
                continue;
            }
            boolean plain = SourceVersion.isIdentifier(wire) && !isConstant(wire) && names.add(wire);
            parameters.add(plain ? "Tensor " + wire : "@From(\"" + wire + "\") Tensor parameter" + i);
        }
        inAnyOrder.forEach(parameter -> parameters.add(random.nextInt(parameters.size() + 1), parameter));
        return String.join(", ", parameters);
    }

    /** Inputs that may be left out because their roles take the same wire without it. Java tells methods of one name apart by their number. */
    private Set<Integer> leftOut(Draft.Step step) {
        LayerSpec layer = step.layer().orElseThrow();
        List<String> roles = layer.inputNames();
        Set<Integer> leftOut = new HashSet<>();
        boolean unique = draft.steps().stream()
                        .filter(other -> other.name().equals(step.name()))
                        .count()
                == 1;
        Set<String> given = new HashSet<>(roles.subList(0, step.sources().size()));
        for (int i = step.sources().size() - 2; i > 0 && unique; i--) {
            Set<String> others = new HashSet<>(given);
            others.remove(roles.get(i));
            TensorName wire = step.sources().get(i).wire();
            boolean same = layer.inputDefault(roles.get(i), others)
                    .map(roles::indexOf)
                    .filter(role -> step.sources().get(role).wire().equals(wire))
                    .isPresent();
            if (same && random.nextInt(3) > 0) {
                leftOut.add(i);
                given = others;
            }
        }
        return leftOut;
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
        output.get().loss().ifPresent(loss -> text.append(loss.describe()).append(" "));
        if (!output.get().metrics().isEmpty()) {
            text.append(output.get().metrics().stream()
                    .map(metric -> "Metric." + metric)
                    .collect(Collectors.joining(", ", "@Metrics({", "}) ")));
        }
    }
}
