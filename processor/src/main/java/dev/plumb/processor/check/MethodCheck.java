package dev.plumb.processor.check;

import dev.plumb.graph.AttributeChecks;
import dev.plumb.graph.Attributes;
import dev.plumb.graph.LayerSpec;
import dev.plumb.graph.Mismatch;
import dev.plumb.graph.Place;
import dev.plumb.graph.Problem;
import dev.plumb.graph.ProblemId;
import dev.plumb.graph.WrapperSpec;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.LostFunction;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.Token;
import dev.plumb.processor.read.TypeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be wrong with a method before it is known how it is wired. */
final class MethodCheck {
    /** A record cannot have a component of these names (Java Language Specification 8.10.1), and inputs and outputs become components. */
    private static final Set<String> NO_COMPONENTS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final ModelDeclaration model;
    private final SpecClasses specs = new SpecClasses();
    private final List<ModelCheck.Finding> findings = new ArrayList<>();

    MethodCheck(ModelDeclaration model) {
        this.model = model;
    }

    List<ModelCheck.Finding> findings() {
        return findings;
    }

    void hasBody(MethodDeclaration method, int index) {
        report(ProblemId.HAS_BODY, method, index, method.name());
    }

    void lost(LostFunction function) {
        String reason = "it is no name in Java, and kapt leaves the function out";
        Place place = new Place.Layer(function.name());
        Problem problem = Problem.of(ProblemId.BAD_NAME, place, ProblemId.BAD_NAME.headline(function.name(), reason));
        add(problem.withFix("rename the function"), function.token(), -1, -1);
    }

    /** Checks all but wires and attributes; false if it is not known which layer the method is. */
    boolean method(MethodDeclaration method, int index, boolean isOutput) {
        if (method.hasBody()) {
            hasBody(method, index);
        }
        name(method, index, isOutput);
        tensors(method, index);
        training(method, index, isOutput);
        if (method.input().isPresent()) {
            input(method, index, method.input().get());
        }
        if (model.isSequential()) {
            sequential(method, index);
        }
        return isOneLayer(method, index) && !method.hasBody() && !(model.isSequential() && hasParameters(method));
    }

    /** Whether the annotations say which one layer or input it is. */
    private boolean isOneLayer(MethodDeclaration method, int index) {
        List<AnnotationUse> plain = method.plainLayers();
        List<AnnotationUse> uses = Stream.concat(
                        method.input().stream(), (method.input().isPresent() ? method.layers() : plain).stream())
                .toList();
        if (uses.size() > 1) {
            String names = uses.stream().map(AnnotationUse::name).collect(Collectors.joining(", "));
            report(ProblemId.SEVERAL_LAYERS, method, index, method.name(), uses.size(), names);
            return false;
        }
        if (method.input().isPresent()) {
            return true;
        }
        if (method.layers().isEmpty()) {
            if (method.resolved()) {
                report(ProblemId.MISSING_LAYER, method, index, method.name());
            }
            return false;
        }
        AnnotationUse lowest = method.layers().get(method.layers().size() - 1);
        if (lowest.wrapper() && method.resolved()) {
            String headline = plain.isEmpty()
                    ? "method '" + method.name() + "' has no layer annotation below @" + lowest.name()
                            + ": nothing says which layer it wraps"
                    : "method '" + method.name() + "' has @" + lowest.name() + " below @"
                            + plain.get(0).name() + ": a wrapper stands above the layer that it wraps";
            Problem problem = Problem.of(ProblemId.MISSING_LAYER, new Place.Layer(method.name()), headline);
            add(problem, lowest.token(), index, -1);
        }
        return !lowest.wrapper();
    }

    /** The layer that the annotations state, the wrapped one first and then its wrappers, unless something about them is wrong. */
    Optional<LayerSpec> layer(MethodDeclaration method, int index) {
        List<AnnotationUse> uses = method.layers();
        boolean sound = true;
        for (AnnotationUse use : uses) {
            sound &= isComplete(method, index, use);
        }
        Optional<LayerSpec> layer = Optional.empty();
        for (int i = uses.size() - 1; i >= 0 && sound; i--) {
            AnnotationUse use = uses.get(i);
            Optional<LayerSpec> wrapped = layer;
            layer = spec(method, index, use)
                    .map(type -> wrapped.<LayerSpec>map(inner -> WrapperSpec.of(type, use.values(), inner))
                            .orElseGet(() -> Attributes.create(type, use.values())));
            sound = layer.isPresent();
        }
        return sound ? layer : Optional.empty();
    }

    /** Whether all of an annotation is known and nothing necessary is left out. */
    private boolean isComplete(MethodDeclaration method, int index, AnnotationUse use) {
        if (!use.resolved()) {
            return false; // for the compiler to report
        }
        for (String attribute : use.missing()) {
            add(
                    Problem.of(
                            ProblemId.BAD_ATTRIBUTE,
                            new Place.Attribute(method.name(), attribute, -1),
                            use.name() + " '" + method.name() + "' needs the attribute '" + attribute + "'"),
                    use.token(),
                    index,
                    -1);
        }
        return use.missing().isEmpty();
    }

    private Optional<Class<? extends LayerSpec>> spec(MethodDeclaration method, int index, AnnotationUse use) {
        Optional<Class<? extends LayerSpec>> type = specs.of(use);
        if (type.isEmpty()) {
            Problem problem = Problem.of(
                    ProblemId.MISSING_LAYER,
                    new Place.Layer(method.name()),
                    ProblemId.MISSING_LAYER.headline(method.name()) + ": @" + use.name()
                            + " is not on the path of the annotation processor");
            add(problem, use.token(), index, -1);
        }
        return type;
    }

    /** Whether it is known which parameter is which input, and none is missing. */
    boolean roles(MethodDeclaration method, int index, LayerSpec layer, Roles roles) {
        boolean sound = true;
        for (int i = 0; i < method.parameters().size(); i++) {
            ParameterDeclaration parameter = method.parameters().get(i);
            if (!layer.inputNames().isEmpty()
                    && method.parameters().size() > 1
                    && parameter.from().isPresent()
                    && parameter.lost().isPresent()
                    && parameter.compiled().isEmpty()) {
                Problem problem = Problem.of(
                                ProblemId.NAME_NOT_AVAILABLE,
                                new Place.Source(method.name(), i),
                                ProblemId.NAME_NOT_AVAILABLE.headline(layer.title(), method.name(), parameter.name()))
                        .withFix("it says which input it is: compile the interface with -parameters");
                add(problem, parameter.token(), index, i);
                sound = false;
            }
        }
        if (sound && roles.missing().isPresent()) {
            String given = roles.given().stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
            String wanted = "an input '" + roles.missing().get() + "' beside " + given;
            report(ProblemId.WRONG_ARITY, method, index, layer.title(), method.name(), wanted, "none");
            sound = false;
        }
        return sound;
    }

    /** Checks the attributes of a layer that is no part of the graph: what it takes is already found wrong. */
    void attributes(MethodDeclaration method, int index) {
        List<AnnotationUse> uses = method.layers();
        if (method.plainLayers().size() != 1 || uses.get(uses.size() - 1).wrapper()) {
            return; // not one layer
        }
        AttributeChecks checks = new AttributeChecks();
        layer(method, index).ifPresent(spec -> {
            spec.validate(checks);
            for (Mismatch bad : checks.problems()) {
                Place place = new Place.Attribute(method.name(), bad.attribute(), bad.index());
                AnnotationUse use = uses.stream()
                        .filter(candidate -> candidate.has(bad.attribute()))
                        .findFirst()
                        .orElse(method.layers().get(0));
                add(
                        Problem.of(bad.id(), place, bad.headline(spec.title() + " '" + method.name() + "'", List.of())),
                        use.token().attribute(bad.attribute(), bad.index()),
                        index,
                        -1);
            }
        });
    }

    private void name(MethodDeclaration method, int index, boolean isOutput) {
        if (NO_COMPONENTS.contains(method.name()) && (isOutput || method.input().isPresent())) {
            String role = method.input().isPresent() ? "an input" : "an output";
            report(
                    ProblemId.BAD_NAME,
                    method,
                    index,
                    method.name(),
                    role + " becomes the component of a record, and Java has none of this name");
        }
    }

    /** Methods and parameters are tensors. */
    private void tensors(MethodDeclaration method, int index) {
        if (isForeign(method.result())) {
            report(
                    ProblemId.DECLARED_RANK,
                    method,
                    index,
                    "'" + method.name() + "'",
                    method.result().name(),
                    "no type of dev.plumb.dsl",
                    "a layer or input makes a tensor: Vec, Seq, Image …");
        }
        for (int i = 0; i < method.parameters().size(); i++) {
            ParameterDeclaration parameter = method.parameters().get(i);
            if (isForeign(parameter.type())
                    && parameter.lost().isEmpty()
                    && !method.hasBody()
                    && !model.isSequential()) {
                String subject = "input '" + parameter.wire() + "' of '" + method.name() + "'";
                String headline = ProblemId.DECLARED_RANK.headline(
                        subject,
                        parameter.type().name(),
                        "no type of dev.plumb.dsl",
                        "a wire carries a tensor: Vec, Seq, Image …");
                add(
                        Problem.of(ProblemId.DECLARED_RANK, new Place.Source(method.name(), i), headline),
                        parameter.token(),
                        index,
                        i);
            }
        }
    }

    private static boolean isForeign(TypeUse type) {
        return type.resolved() && type.kind().isEmpty();
    }

    private void input(MethodDeclaration method, int index, AnnotationUse input) {
        if (hasParameters(method) && !model.isSequential()) {
            Problem problem = Problem.of(
                    ProblemId.WRONG_ARITY,
                    new Place.Source(method.name(), 0),
                    ProblemId.WRONG_ARITY.headline(
                            "Input",
                            method.name(),
                            "no input",
                            method.parameters().size()));
            add(problem, method.parameters().get(0).token(), index, 0);
        }
        if (input.has("value") && input.has("dims")) {
            Object dims = input.values().get("dims");
            Mismatch both = new Mismatch.BadAttribute("dims", -1, Attributes.format(dims), "left out beside a value");
            Place place = new Place.Attribute(method.name(), "dims", -1);
            Problem problem = Problem.of(
                    ProblemId.BAD_ATTRIBUTE, place, both.headline("Input '" + method.name() + "'", List.of()));
            add(problem, input.token().attribute("dims", -1), index, -1);
        }
    }

    private void sequential(MethodDeclaration method, int index) {
        if (hasParameters(method)) {
            Problem problem = Problem.of(
                            ProblemId.SEQUENTIAL_PARAMETER,
                            new Place.Source(method.name(), 0),
                            ProblemId.SEQUENTIAL_PARAMETER.headline(method.name()))
                    .withFix("make it a @Model");
            add(problem, method.parameters().get(0).token(), index, 0);
        }
        String reason = "";
        if (method.input().isPresent() && index > 0) {
            reason = "the input comes first, '" + method.name() + "' has methods above it";
        } else if (method.isOutput() && index < model.methods().size() - 1) {
            reason = "the last method is the output, '" + method.name() + "' has methods below it";
        }
        if (!reason.isEmpty()) {
            report(ProblemId.BAD_MODEL, method, index, model.name(), "@Sequential", reason);
        }
    }

    /** Only outputs are trained. */
    private void training(MethodDeclaration method, int index, boolean isOutput) {
        if (isOutput) {
            return;
        }
        String reason = model.isSequential() ? "it is not the last method" : "it is not marked @Output";
        method.loss()
                .ifPresent(use -> training(
                        ProblemId.LOSS_MISMATCH,
                        new Place.OutputLoss(method.name(), "value"),
                        "@Loss",
                        use.token(),
                        index,
                        method,
                        reason));
        method.metrics()
                .ifPresent(use -> training(
                        ProblemId.METRIC_MISMATCH,
                        new Place.OutputMetric(method.name(), -1),
                        "@Metrics",
                        use.token(),
                        index,
                        method,
                        reason));
    }

    private void training(
            ProblemId id,
            Place place,
            String annotation,
            Token token,
            int index,
            MethodDeclaration method,
            String reason) {
        add(Problem.of(id, place, id.headline(annotation, method.name(), reason)), token, index, -1);
    }

    private static boolean hasParameters(MethodDeclaration method) {
        return !method.parameters().isEmpty();
    }

    private void report(ProblemId id, MethodDeclaration method, int index, Object... arguments) {
        add(Problem.of(id, new Place.Layer(method.name()), id.headline(arguments)), method.token(), index, -1);
    }

    private void add(Problem problem, Token token, int method, int part) {
        findings.add(new ModelCheck.Finding(problem, new Location(token, method, part)));
    }
}
