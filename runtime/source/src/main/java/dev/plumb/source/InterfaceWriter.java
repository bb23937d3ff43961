package dev.plumb.source;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Frozen;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Recompute;
import dev.plumb.dsl.SameWeightsAs;
import dev.plumb.dsl.Sequential;
import dev.plumb.graph.Draft;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a model as the interface that declares it. */
final class InterfaceWriter {
    /** The interface in the annotation of a block. */
    private static final String WIRING = "Wiring";

    private static final LayerNames NO_NAMES = new LayerNames(Map.of(), Map.of(), Set.of());

    private final Rewritten model;
    private final Draft draft;
    private final SourceStyle style;
    private final Wires wires;
    private final LayerAnnotations layers;
    private final Map<String, Draft.Output> outputs = new LinkedHashMap<>();

    /** Ids of warnings by the layer that they are about; of the model as a whole under "". */
    private final Map<String, TreeSet<String>> warnings = new LinkedHashMap<>();

    InterfaceWriter(Rewritten model, SourceStyle style) {
        this(model, style, GraphChecker.check(model.draft()).warnings());
    }

    private InterfaceWriter(Rewritten model, SourceStyle style, List<Problem> found) {
        this.model = model;
        this.draft = model.draft();
        this.style = style;
        this.wires = new Wires(draft, packages(draft, style));
        this.layers = new LayerAnnotations(style);
        draft.outputs().forEach(output -> outputs.put(output.name(), output));
        for (Problem warning : found) {
            String layer = warning.site().uses().isEmpty()
                    ? warning.place().layer()
                    : warning.site().uses().get(0);
            warnings.computeIfAbsent(layer, name -> new TreeSet<>())
                    .add("plumb/" + warning.id().id());
        }
    }

    /** The first part of each package that something is named from. */
    private static Set<String> packages(Draft draft, SourceStyle style) {
        return Stream.concat(
                        Stream.of(Model.class.getPackageName(), style.packageName()),
                        draft.steps().stream()
                                .map(step -> WrapperSpec.innermost(step.layer().orElseThrow())
                                        .definition()
                                        .annotation()))
                .map(name -> name.split("\\.", 2)[0])
                .collect(Collectors.toSet());
    }

    SourceFile file() {
        String folder = style.packageName().replace('.', '/');
        String name = draft.name() + "." + style.language().extension();
        return new SourceFile(
                folder.isEmpty() ? Path.of(name) : Path.of(folder, name),
                SourceText.of(declaration(), style.language()));
    }

    /** What is written of the wiring of a block. */
    static Declaration wiring(FoundBlock block, SourceStyle style) {
        Rewritten wiring = new Rewritten(block.wiring(), block.wiring().name(), NO_NAMES, block.isLine(), List.of());
        InterfaceWriter writer = new InterfaceWriter(wiring, style, List.of());
        Declaration made = writer.declaration();
        List<AnnotationUse> annotations = block.isLine() ? List.of(AnnotationUse.of(Sequential.class)) : List.of();
        return new Declaration(made.packageName(), WIRING, List.of(), annotations, made.methods());
    }

    private Declaration declaration() {
        List<AnnotationUse> annotations = new ArrayList<>(suppressed(""));
        annotations.add(AnnotationUse.of(model.isLine() ? Sequential.class : Model.class));
        draft.budget().ifPresent(budget -> annotations.add(LayerAnnotations.attributes(budget)));
        List<Declaration.Method> methods = new ArrayList<>();
        draft.inputs().forEach(input -> methods.add(input(input)));
        draft.steps().forEach(step -> methods.add(step(step)));
        return new Declaration(style.packageName(), draft.name(), documentation(), annotations, methods);
    }

    /** Where it comes from, if the name does not say it. */
    private List<String> documentation() {
        String readable = model.original()
                .replaceAll("[\\p{Cntrl}\\\\]", "?")
                .replace("*/", "* /")
                .replace("/*", "/ *");
        return model.original().equals(draft.name())
                ? List.of()
                : List.of("Written from the model '" + readable + "'.");
    }

    private Declaration.Method input(Draft.Input input) {
        List<AnnotationUse> annotations = new ArrayList<>(suppressed(input.name()));
        annotations.addAll(returned(input.name()));
        AnnotationUse use = shape(AnnotationUse.of(Input.class), input.type().shape());
        DType usual = input.declared() == TensorKind.TOKENS ? DType.INT32 : DType.FLOAT32;
        DType dtype = input.type().dtype();
        annotations.add(
                dtype == usual
                        ? use
                        : use.with("dtype", new AnnotationUse.ConstantName(DType.class.getName(), dtype.name())));
        return new Declaration.Method(annotations, Wires.type(input.declared()), input.name(), List.of());
    }

    private static AnnotationUse shape(AnnotationUse input, Shape shape) {
        if (shape.rank() == 0) {
            return input;
        }
        return shape.isKnown()
                ? input.with(
                        "value",
                        shape.dims().stream().map(Dim::size).map(Long::intValue).toList())
                : input.with("dims", shape.dims().stream().map(Dim::toString).toList());
    }

    private Declaration.Method step(Draft.Step step) {
        List<AnnotationUse> annotations = new ArrayList<>(suppressed(step.name()));
        annotations.addAll(returned(step.name()));
        if (step.terms().frozen()) {
            annotations.add(AnnotationUse.of(Frozen.class));
        }
        if (step.terms().recomputed()) {
            annotations.add(AnnotationUse.of(Recompute.class));
        }
        LayerSpec layer = step.layer().orElseThrow();
        if (step.terms().sharing().isEmpty()) {
            annotations.addAll(layers.of(layer));
            if (!step.terms().bindings().isEmpty()) {
                annotations.add(AnnotationUse.of(Bind.class, step.terms().bindings()));
            }
        } else {
            AnnotationUse shared =
                    AnnotationUse.of(SameWeightsAs.class, step.terms().sharing());
            annotations.add(layer.isReversed() ? shared.with("reverse", true) : shared);
        }
        return new Declaration.Method(
                annotations,
                Wires.type(step.declared()),
                step.name(),
                model.isLine() ? List.of() : wires.parameters(step));
    }

    /** What is said of a tensor that the model returns; that it does, the last of a line need not say. */
    private List<AnnotationUse> returned(String name) {
        Draft.Output output = outputs.get(name);
        if (output == null) {
            return List.of();
        }
        List<AnnotationUse> annotations = new ArrayList<>();
        if (!model.isLine()) {
            annotations.add(AnnotationUse.of(Output.class));
        }
        output.loss().ifPresent(loss -> annotations.add(LayerAnnotations.attributes(loss)));
        if (!output.metrics().isEmpty()) {
            annotations.add(AnnotationUse.of(
                    Metrics.class,
                    output.metrics().stream()
                            .map(metric -> new AnnotationUse.ConstantName(
                                    metric.getDeclaringClass().getCanonicalName(), metric.name()))
                            .toList()));
        }
        return annotations;
    }

    /** What the model was as it is, it may stay without a warning. */
    private List<AnnotationUse> suppressed(String layer) {
        return warnings.containsKey(layer)
                ? List.of(AnnotationUse.of(SuppressWarnings.class, List.copyOf(warnings.get(layer))))
                : List.of();
    }
}
