package dev.plumb.processor.check;

import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.LostFunction;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.TypeUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with a method, apart from its layer and before it is known how it is wired. */
final class MethodCheck {
    /** A record cannot have a component of these names (Java Language Specification 8.10.1), and inputs and outputs become components. */
    private static final Set<String> NO_COMPONENTS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private static final String NO_TYPE_PARAMETERS =
            "a layer method has no type parameters: write the tensor type itself, Vec, Seq, Image …";

    private static final String STRAY =
            "leave the parameter out, or make it a @Model and wire all layers by parameters";

    private final ModelDeclaration model;
    private final Findings findings;
    private final LayerCheck layers;

    MethodCheck(ModelDeclaration model, Findings findings, LayerCheck layers) {
        this.model = model;
        this.findings = findings;
        this.layers = layers;
    }

    void hasBody(MethodDeclaration method) {
        String code = "what a layer computes in Java is a layer of its own: an annotation marked @Layer, or"
                + " @Lambda(TheCode.class)";
        findings.add(Problem.of(
                        ProblemId.HAS_BODY, new Place.Layer(method.name()), ProblemId.HAS_BODY.headline(method.name()))
                .withEvidence(List.of(new Problem.Evidence("help", code, ""))));
    }

    /** Whether a method says nothing of a model and takes or makes what is no tensor: {@code int size()}. */
    boolean isForeign(MethodDeclaration method) {
        return !method.isMarked()
                && (isForeign(method.result())
                        || method.parameters().stream().anyMatch(parameter -> isForeign(parameter.type())));
    }

    /** It is no layer and none was meant. */
    void foreign(MethodDeclaration method) {
        String reason = ": a model declares layers and inputs, nothing else";
        findings.add(Problem.of(
                ProblemId.MISSING_LAYER,
                new Place.Layer(method.name()),
                "method '" + method.name() + "' has no layer annotation" + reason));
    }

    void lost(LostFunction function) {
        String reason = "it is no name in Java, and kapt leaves the function out";
        Place place = new Place.Layer(function.name());
        Problem problem = Problem.of(ProblemId.BAD_NAME, place, ProblemId.BAD_NAME.headline(function.name(), reason));
        findings.add(problem.withFix("rename the function"));
    }

    /** Checks all but wires and attributes; false if it is not known which layer the method is. */
    boolean method(MethodDeclaration method, boolean isOutput) {
        if (method.hasBody()) {
            hasBody(method);
        } else {
            tensors(method);
        }
        name(method, isOutput);
        training(method, isOutput);
        condition(method);
        if (method.input().isPresent()) {
            input(method, method.input().get());
        }
        if (model.isSequential() && hasParameters(method)) {
            sequential(method);
        }
        return layers.isOneLayer(method) && !method.hasBody() && !(model.isSequential() && hasParameters(method));
    }

    /** Only blocks have attributes that it could depend on. */
    private void condition(MethodDeclaration method) {
        Optional<AnnotationUse> when = method.composition().when();
        boolean empty = when.filter(AnnotationUse::resolved).isPresent()
                && method.composition().condition().isEmpty();
        String reason = "";
        if (when.isPresent() && !model.form().isWiring()) {
            reason = "a layer of a model is always there: conditions stand in a @Block";
        } else if (empty) {
            reason = "it has no condition: write one, or leave @When out";
        }
        if (!reason.isEmpty()) {
            findings.report(
                    ProblemId.BAD_BINDING,
                    new Place.Condition(method.name()),
                    "@When",
                    "'" + method.name() + "'",
                    reason);
        }
    }

    private void name(MethodDeclaration method, boolean isOutput) {
        if (NO_COMPONENTS.contains(method.name()) && (isOutput || method.input().isPresent())) {
            String role = method.input().isPresent() ? "an input" : "an output";
            findings.report(
                    ProblemId.BAD_NAME,
                    method,
                    method.name(),
                    role + " becomes the component of a record, and Java has none of this name");
        }
    }

    /** Methods and parameters are tensors. */
    private void tensors(MethodDeclaration method) {
        if (isForeign(method.result())) {
            findings.report(
                    ProblemId.DECLARED_RANK,
                    method,
                    "'" + method.name() + "'",
                    method.result().name(),
                    "no type of dev.plumb.dsl",
                    method.result().isVariable()
                            ? NO_TYPE_PARAMETERS
                            : "a layer or input makes a tensor: Vec, Seq, Image …");
        }
        for (int i = 0; i < method.parameters().size(); i++) {
            ParameterDeclaration parameter = method.parameters().get(i);
            if (isForeign(parameter.type())
                    && parameter.lost().isEmpty()
                    && method.input().isEmpty()
                    && !model.isSequential()
                    && !(method.result().isVariable() && parameter.type().isVariable())) {
                String subject = "input '" + parameter.wire() + "' of '" + method.name() + "'";
                String headline = ProblemId.DECLARED_RANK.headline(
                        subject,
                        parameter.type().name(),
                        "no type of dev.plumb.dsl",
                        parameter.type().isVariable()
                                ? NO_TYPE_PARAMETERS
                                : "a wire carries a tensor: Vec, Seq, Image …");
                Problem problem = Problem.of(ProblemId.DECLARED_RANK, new Place.Parameter(method.name(), i), headline);
                findings.add(
                        isArray(parameter.type()) ? problem.withFix("write one parameter for each wire") : problem);
            }
        }
    }

    /** Whether it is several tensors at once, as Java has them: {@code Vec...}. */
    static boolean isArray(TypeUse type) {
        return isForeign(type) && type.name().endsWith("[]");
    }

    static boolean isForeign(TypeUse type) {
        return type.resolved() && type.kind().isEmpty();
    }

    private void input(MethodDeclaration method, AnnotationUse input) {
        if (hasParameters(method) && !model.isSequential() && method.layers().isEmpty()) {
            findings.report(
                    ProblemId.WRONG_ARITY,
                    new Place.Parameter(method.name(), 0),
                    "Input",
                    method.name(),
                    "no input",
                    method.parameters().size());
        }
        if (input.has("value") && input.has("dims")) {
            Object dims = input.values().get("dims");
            Mismatch both =
                    new Mismatch.BadAttribute("dims", -1, AttributeText.format(dims), "left out beside a value");
            Place place = new Place.Attribute(method.name(), "dims", -1);
            findings.add(both.problem(place, "Input '" + method.name() + "'"));
        }
    }

    /** Said of the first: whoever writes parameters means a {@code @Model} throughout. */
    private void sequential(MethodDeclaration method) {
        boolean first = model.methods().stream()
                .filter(MethodCheck::hasParameters)
                .findFirst()
                .equals(Optional.of(method));
        if (first) {
            Problem problem = Problem.of(
                            ProblemId.SEQUENTIAL_PARAMETER,
                            new Place.Parameter(method.name(), 0),
                            ProblemId.SEQUENTIAL_PARAMETER.headline(method.name()))
                    .withFix(isWired() ? "make it a @Model, and mark the last layer @Output" : STRAY);
            findings.add(problem);
        }
    }

    /** Whether all layers have parameters. */
    private boolean isWired() {
        return model.methods().stream().allMatch(method -> method.input().isPresent() != hasParameters(method));
    }

    /** Whether a layer is trained beside outputs: it is one, too, and that is not said. */
    boolean isUnmarkedOutput(MethodDeclaration method) {
        return !model.isSequential()
                && !method.isOutput()
                && method.input().isEmpty()
                && (method.loss().isPresent() || method.metrics().isPresent())
                && model.methods().stream().anyMatch(MethodDeclaration::isOutput);
    }

    /** Only outputs are trained. Where there is none, that is said of the model. */
    private void training(MethodDeclaration method, boolean isOutput) {
        if (isOutput || (method.loss().isEmpty() && method.metrics().isEmpty())) {
            return;
        }
        boolean hasOutputs = model.isSequential() || model.methods().stream().anyMatch(MethodDeclaration::isOutput);
        if (!hasOutputs) {
            return;
        }
        String reason = model.isSequential() ? "it is not the last method" : "it is not marked @Output";
        Optional<Problem> untrained = method.loss().isPresent()
                ? Optional.of(Problem.of(
                        ProblemId.LOSS_MISMATCH,
                        new Place.OutputLoss(method.name(), ""),
                        ProblemId.LOSS_MISMATCH.headline("@Loss", method.name(), reason)))
                : method.metrics()
                        .map(use -> Problem.of(
                                ProblemId.METRIC_MISMATCH,
                                new Place.OutputMetric(method.name(), -1),
                                ProblemId.METRIC_MISMATCH.headline("@Metrics", method.name(), reason)));
        untrained
                .map(problem ->
                        isUnmarkedOutput(method) ? problem.withFix("mark '" + method.name() + "' @Output") : problem)
                .ifPresent(findings::add);
    }

    private static boolean hasParameters(MethodDeclaration method) {
        return !method.parameters().isEmpty();
    }
}
