package dev.plumb.processor.check;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.LostFunction;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes a draft of a declaration. What is already found wrong becomes a part of the draft that no later check has to say something about. */
final class DraftMaker {
    private final ModelDeclaration model;
    private final Findings findings = new Findings();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, MethodDeclaration> methods;

    /** The layers that other methods asked for. */
    private final Map<String, Optional<LayerSpec>> specs = new HashMap<>();

    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();
    private final List<Draft.Output> outputs = new ArrayList<>();
    private final Map<Integer, List<Integer>> wiring = new HashMap<>();
    private boolean checkable = true;

    /** In a sequential, the wire from the method above. */
    private Optional<Draft.Source> above = Optional.empty();

    private DraftMaker(ModelDeclaration model) {
        this.model = model;
        this.methods = model.methodsByName();
    }

    static DraftMaker of(ModelDeclaration model) {
        DraftMaker maker = new DraftMaker(model);
        Optional<Problem> line = LineCheck.problem(model);
        if (line.isPresent()) {
            maker.unwired(line.get());
            return maker;
        }
        for (int i = 0; i < model.methods().size(); i++) {
            maker.method(model.methods().get(i), i);
        }
        model.lostFunctions().forEach(maker::lost);
        return maker;
    }

    Draft draft() {
        return new Draft(model.name(), inputs, steps, outputs, budget());
    }

    private Optional<Budget.Spec> budget() {
        return model.budget().filter(AnnotationUse::resolved).map(use -> Budget.Spec.DEFINITION.read(use.values()));
    }

    /** What was found that only a declaration can have. */
    List<Problem> problems() {
        return findings.all();
    }

    /** Whether enough of the declaration could be read for the checks to make sense. */
    boolean isCheckable() {
        return checkable;
    }

    /** By the index of a method: for each of its layer's inputs the index of the parameter that it comes from. */
    Map<Integer, List<Integer>> wiring() {
        return wiring;
    }

    /** How the layers are wired is not known: what they say about themselves is checked. */
    private void unwired(Problem line) {
        findings.add(line);
        checkable = false;
        LayerCheck layers = new LayerCheck(model, findings);
        for (MethodDeclaration method : model.methods()) {
            if (method.input().isEmpty() && !method.layers().isEmpty() && layers.isOneLayer(method)) {
                layers.attributes(method);
            }
        }
    }

    private void method(MethodDeclaration method, int index) {
        // of a second method of a name nothing is said but that: it will be another layer when it has a name of its own
        Findings heard = seen.add(method.name()) ? findings : new Findings();
        LayerCheck layers = new LayerCheck(model, heard);
        MethodCheck check = new MethodCheck(model, heard, layers);
        if (method.hasBody() && !method.isLayer()) {
            check.hasBody(method);
            if (method.isMarked()) { // it is there, whatever it is
                steps.add(unknown(method));
            }
            if (method.isOutput()) {
                outputs.add(new Draft.Output(method.name(), Optional.empty(), List.of()));
            }
            return;
        }
        if (check.isForeign(method)) {
            check.foreign(method);
            steps.add(unknown(method));
            return;
        }
        boolean isOutput = model.isSequential() ? index == model.methods().size() - 1 : method.isOutput();
        boolean sound = check.method(method, isOutput);
        if (method.input().isPresent()) {
            input(method, method.input().get());
        } else {
            step(method, index, sound, layers);
        }
        if (isOutput) {
            outputs.add(new Draft.Output(method.name(), loss(method), metrics(method)));
        } else if (check.isUnmarkedOutput(method)) {
            outputs.add(new Draft.Output(method.name(), Optional.empty(), List.of()));
        }
        above = Optional.of(new Draft.Source(TensorName.of(method.name()), kind(method)));
    }

    /** A step of which nothing is known. */
    private static Draft.Step unknown(MethodDeclaration method) {
        return new Draft.Step(method.name(), Optional.empty(), List.of(), TensorKind.TENSOR);
    }

    /** A layer of which nothing is known but its wires: the others are checked as if it were there and right. */
    private void lost(LostFunction function) {
        new MethodCheck(model, findings, new LayerCheck(model, findings)).lost(function);
        checkable &= !model.isSequential() && !function.parameters().isEmpty();
        List<Draft.Source> sources = function.parameters().stream()
                .map(name -> new Draft.Source(TensorName.of(name), TensorKind.TENSOR))
                .toList();
        steps.add(new Draft.Step(function.name(), Optional.empty(), sources, TensorKind.TENSOR));
        outputs.add(new Draft.Output(function.name(), Optional.empty(), List.of()));
    }

    private void input(MethodDeclaration method, AnnotationUse input) {
        checkable &= input.resolved();
        List<String> axes = new ArrayList<>();
        if (input.values().get(input.has("value") ? "value" : "dims") instanceof List<?> items) {
            items.forEach(item -> axes.add(item.toString()));
        }
        DType dtype = input.resolved() && input.has("dtype")
                ? DType.valueOf(String.valueOf(input.values().get("dtype")))
                : kind(method) == TensorKind.TOKENS ? DType.INT32 : DType.FLOAT32;
        Shape shape = Shape.parse(axes.toArray(String[]::new));
        inputs.add(new Draft.Input(method.name(), TensorType.of(shape, dtype), kind(method)));
    }

    private void step(MethodDeclaration method, int index, boolean sound, LayerCheck layers) {
        Optional<String> owner = method.composition().owner();
        Optional<LayerSpec> layer = !sound
                ? Optional.empty()
                : owner.isPresent() ? shared(method, owner.get(), layers) : layers.layer(method);
        OptionalInt mask = layer.isPresent() ? Roles.mask(layer.get(), method.parameters()) : OptionalInt.empty();
        List<Draft.Source> sources = new ArrayList<>();
        if (model.isSequential()) {
            if (!method.parameters().isEmpty()) {
                layers.attributes(method);
            }
            above.ifPresent(source ->
                    tensors(source.wire()).forEach(tensor -> sources.add(new Draft.Source(tensor, source.declared()))));
            layer = sources.isEmpty() ? Optional.empty() : layer;
        } else {
            if (method.parameters().stream()
                    .anyMatch(parameter -> isUnknownList(parameter.wire()) || MethodCheck.isArray(parameter.type()))) {
                layer = Optional.empty(); // how many tensors it takes is not known, and why is said
            }
            Roles roles = layer.map(spec -> Roles.of(spec, method.parameters(), mask))
                    .orElseGet(() -> Roles.byPosition(method.parameters()));
            layer = layer.filter(spec -> layers.roles(method, spec, roles))
                    .filter(spec -> isAlike(method, spec, roles, layers))
                    .map(spec -> Roles.used(spec, leftOut(owner.orElse(method.name()), spec)));
            List<Integer> parameters = new ArrayList<>();
            for (int parameter : roles.parameters()) {
                ParameterDeclaration declared = method.parameters().get(parameter);
                if (!method.hasBody() || methods.containsKey(declared.wire().source())) {
                    // what a second input repeats is judged where it comes first
                    boolean again = parameters.contains(parameter);
                    for (TensorName tensor : tensors(declared.wire())) {
                        sources.add(new Draft.Source(
                                tensor,
                                again
                                        ? TensorKind.TENSOR
                                        : declared.type().kind().orElse(TensorKind.TENSOR)));
                        parameters.add(parameter);
                    }
                }
            }
            wiring.put(index, parameters);
        }
        Draft.Terms terms = owner.map(Draft.Terms::sharing).orElse(Draft.Terms.NONE);
        if (model.form().isWiring()) {
            terms = terms.withBindings(
                    method.composition().bindings(), method.composition().condition());
        }
        if (mask.isPresent()) {
            terms = terms.asMasked();
        }
        if (method.composition().frozen().isPresent()) {
            terms = terms.asFrozen();
        }
        if (method.composition().recompute().isPresent()) {
            terms = terms.asRecomputed();
        }
        steps.add(new Draft.Step(method.name(), layer, sources, kind(method), terms));
    }

    /** The optional inputs that some use of a layer leaves out before one that is given, and its first use does not give: all uses are one layer. */
    private List<String> leftOut(String owner, LayerSpec layer) {
        Set<String> leftOut = new HashSet<>();
        uses(owner)
                .forEach(use -> leftOut.addAll(Roles.of(layer, use.parameters()).leftOut()));
        leftOut.removeAll(Roles.of(layer, methods.get(owner).parameters()).given());
        return layer.inputNames().stream().filter(leftOut::contains).toList();
    }

    /** Whether a use of the weights of another layer gives none of what that leaves out, and leaves out none of what is given there. */
    private boolean isAlike(MethodDeclaration method, LayerSpec layer, Roles roles, LayerCheck layers) {
        Optional<MethodDeclaration> owner = method.composition().owner().map(methods::get);
        if (owner.isEmpty()) {
            return true;
        }
        List<String> given = Roles.of(layer, owner.get().parameters()).given();
        List<String> leftOut = leftOut(owner.get().name(), layer);
        Optional<String> here = roles.leftOut().stream().filter(given::contains).findFirst();
        Optional<String> there =
                roles.given().stream().filter(leftOut::contains).findFirst();
        here.or(() -> there)
                .ifPresent(role -> layers.leftOut(method, owner.get().name(), layer, role, here.isPresent()));
        return here.isEmpty() && there.isEmpty();
    }

    private List<MethodDeclaration> uses(String owner) {
        return model.methods().stream()
                .filter(use -> use.composition().owner().orElse(use.name()).equals(owner))
                .toList();
    }

    /** The layer of the method whose weights another uses, in reverse if that is said. */
    private Optional<LayerSpec> shared(MethodDeclaration method, String owner, LayerCheck layers) {
        Optional<LayerSpec> layer = spec(owner);
        return method.composition().isReversed() ? layer.flatMap(spec -> layers.reversed(method, owner, spec)) : layer;
    }

    /** The layer of another method; what is wrong with it is said there. */
    private Optional<LayerSpec> spec(String name) {
        return specs.computeIfAbsent(
                name, key -> Optional.ofNullable(methods.get(key)).flatMap(this::silently));
    }

    private Optional<LayerSpec> silently(MethodDeclaration method) {
        LayerCheck silent = new LayerCheck(model, new Findings());
        boolean own = method.input().isEmpty() && method.composition().owner().isEmpty();
        return own && silent.isOneLayer(method) ? silent.layer(method) : Optional.empty();
    }

    /** The tensors that a wire stands for: only a repetition gives a list. */
    private List<TensorName> tensors(TensorName wire) {
        return Composite.tensors(wire, repeated(wire).flatMap(method -> spec(method.name())));
    }

    /** Whether a wire may be a list of a repetition with which something is wrong. */
    private boolean isUnknownList(TensorName wire) {
        return repeated(wire).filter(method -> spec(method.name()).isEmpty()).isPresent();
    }

    private Optional<MethodDeclaration> repeated(TensorName wire) {
        return Optional.ofNullable(methods.get(wire.source()))
                .map(method -> method.composition().owner().orElse(method.name()))
                .map(methods::get)
                .filter(method -> method.composition().repeat().isPresent());
    }

    private static TensorKind kind(MethodDeclaration method) {
        return method.result().kind().orElse(TensorKind.TENSOR);
    }

    private static Optional<Loss.Spec> loss(MethodDeclaration method) {
        return method.loss()
                .filter(use -> use.resolved() && use.missing().isEmpty())
                .map(use -> Loss.Spec.DEFINITION.read(use.values()));
    }

    private static List<Metric> metrics(MethodDeclaration method) {
        return method
                .metrics()
                .filter(AnnotationUse::resolved)
                .map(AnnotationUse::values)
                .map((Map<String, Object> values) -> values.get("value"))
                .map(value -> value instanceof List<?> items ? items : List.of(value))
                .orElse(List.of())
                .stream()
                .map(item -> Metric.valueOf(item.toString()))
                .toList();
    }
}
