package dev.plumb.processor.check;

import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.List;
import java.util.Optional;

/** Whether the methods are what the marker says: a straight line in a {@code @Sequential}, wired by parameters in a {@code @Model}. */
final class LineCheck {
    private static final String SEQUENTIAL = "@Sequential";
    static final String MAKE_IT_A_MODEL = "make it a @Model and name the wires as parameters";

    private final ModelDeclaration model;
    private final List<MethodDeclaration> inputs;

    private LineCheck(ModelDeclaration model) {
        this.model = model;
        this.inputs = model.methods().stream()
                .filter(method -> method.input().isPresent())
                .toList();
    }

    /** Why the methods are not what the marker says; then it is not known how they are meant to be wired. */
    static Optional<Problem> problem(ModelDeclaration model) {
        LineCheck check = new LineCheck(model);
        return model.isSequential() ? check.line() : check.wires();
    }

    /** What is wrong with a line of an input alone. */
    static Optional<Problem> withoutLayer(ModelDeclaration model) {
        LineCheck check = new LineCheck(model);
        boolean empty = model.isSequential()
                && check.inputs.size() == 1
                && check.inputs.get(0).layers().isEmpty() // one that is both is said
                && model.methods().size() == 1
                && model.lostFunctions().isEmpty();
        return empty
                ? Optional.of(check.problem(check.inputs.get(0), "it has no layer")
                        .withFix("add a layer below '" + check.inputs.get(0).name() + "'"))
                : Optional.empty();
    }

    private Optional<Problem> line() {
        List<MethodDeclaration> outputs =
                model.methods().stream().filter(MethodDeclaration::isOutput).toList();
        if (inputs.size() > 1) {
            String reason =
                    "it has " + inputs.size() + " inputs, " + names(inputs) + ", and a straight line starts at one";
            return Optional.of(problem(inputs.get(1), reason).withFix(MAKE_IT_A_MODEL));
        }
        if (outputs.size() > 1) {
            String reason =
                    "it has " + outputs.size() + " outputs, " + names(outputs) + ", and a straight line ends at one";
            return Optional.of(problem(outputs.get(0), reason).withFix(MAKE_IT_A_MODEL));
        }
        if (inputs.size() == 1 && !inputs.get(0).equals(model.methods().get(0))) {
            String name = inputs.get(0).name();
            return Optional.of(problem(inputs.get(0), "the input comes first, '" + name + "' has methods above it")
                    .withFix("move '" + name + "' to the top"));
        }
        if (outputs.size() == 1
                && !outputs.get(0).equals(model.methods().get(model.methods().size() - 1))) {
            String name = outputs.get(0).name();
            return Optional.of(
                    problem(outputs.get(0), "the last method is the output, '" + name + "' has methods below it"));
        }
        return Optional.empty();
    }

    private Problem problem(MethodDeclaration method, String reason) {
        return Problem.of(
                ProblemId.BAD_MODEL,
                new Place.Layer(method.name()),
                ProblemId.BAD_MODEL.headline(model.name(), SEQUENTIAL, reason));
    }

    private static String names(List<MethodDeclaration> methods) {
        List<String> names =
                methods.stream().map(method -> "'" + method.name() + "'").toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }

    /** Whether as a line it would be a model. */
    private boolean isLine() {
        DraftMaker line = DraftMaker.of(model.asSequential());
        return line.problems().isEmpty()
                && GraphChecker.decide(line.draft()).problems().isEmpty();
    }

    /** A model of layers none of which has a parameter was meant as a line. */
    private Optional<Problem> wires() {
        List<MethodDeclaration> layers = model.methods().stream()
                .filter(method -> !method.layers().isEmpty() && method.input().isEmpty())
                .toList();
        boolean unwired = model.lostFunctions().isEmpty()
                && layers.size() > 1 // one without wires has lost them
                && layers.stream().allMatch(method -> method.parameters().isEmpty());
        if (!unwired) {
            return Optional.empty();
        }
        Problem problem = Problem.of(
                ProblemId.BAD_MODEL,
                new Place.Whole(),
                ProblemId.BAD_MODEL.headline(
                        model.name(), "@Model", "no layer has a parameter, and parameters are its wires"));
        return Optional.of(
                isLine() ? problem.withFix("make it a @Sequential: there each layer takes the one above it") : problem);
    }
}
