package dev.plumb.processor.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether a declaration is a model, by the rules of the graph and those that only a declaration can break. */
public final class ModelCheck {
    /** Inputs become the components of a record: a constructor takes 255 slots, one of them itself (Java Virtual Machine Specification 4.3.3). */
    private static final int MOST_INPUTS = 254;

    /** The builder of a trainer holds four slots for each output, its optimizer and itself: 63 * 4 + 2 of 255. */
    private static final int MOST_OUTPUTS = 63;

    private ModelCheck() {}

    /** Checks a declaration. */
    public static CheckedModel check(ModelDeclaration model) {
        DraftMaker maker = DraftMaker.of(model);
        Draft draft = maker.draft();
        FollowOns followOns = new FollowOns(model, maker.wiring());
        Places places = new Places(model, maker.wiring());
        List<Problem> problems = new ArrayList<>(form(model).stream().toList());
        List<Problem> warnings = List.of();
        Optional<Graph> graph = Optional.empty();
        if (problems.isEmpty()) { // else nothing inside it is known to be meant as it stands
            if (model.isNameTaken()) {
                problems.add(classExists(model));
            }
            problems.addAll(maker.problems());
            if (maker.isCheckable()) {
                Verdict verdict = GraphChecker.check(draft);
                verdict.problems().stream()
                        .filter(problem -> !followOns.contain(problem))
                        .map(problem -> LostNames.explain(problem, model))
                        .map(problem -> problem.site().uses().isEmpty() ? Advice.on(problem, model, verdict) : problem)
                        .forEach(problems::add);
                LineCheck.withoutLayer(model).ifPresent(problems::add);
                graph = verdict.graph();
                warnings = verdict.warnings();
                graph.flatMap(checked -> size(model, checked)).ifPresent(problems::add);
            }
        }
        ExtractCheck parts = ExtractCheck.of(model, draft, graph);
        problems.addAll(parts.problems());
        List<Problem> allWarnings =
                Stream.concat(warnings.stream(), parts.warnings().stream()).toList();
        boolean sound = problems.isEmpty() && model.resolved();
        return new CheckedModel(
                model,
                draft,
                sound ? graph : Optional.empty(),
                parts.extractions(),
                places.located(problems).stream()
                        .map(new Overrides(model, draft)::placed)
                        .toList(),
                sound
                        ? places.located(allWarnings).stream()
                                .filter(warning -> !isSuppressed(warning, model))
                                .toList()
                        : List.of(),
                sound ? graph.map(Graph::assumptions).orElse(List.of()) : List.of());
    }

    private static Problem classExists(ModelDeclaration model) {
        String headline = model.rival()
                .map(rival -> "models '" + rival + "' and '" + model.qualifiedName() + "' would both have the class '"
                        + model.generatedName() + "': rename one of them")
                .orElse(ProblemId.CLASS_EXISTS.headline(model.generatedName(), model.name()));
        return Problem.of(ProblemId.CLASS_EXISTS, new Place.Whole(), headline);
    }

    private static boolean isSuppressed(LocatedProblem warning, ModelDeclaration model) {
        String key = "plumb/" + warning.problem().id().id();
        return warning.token().suppresses(key) || model.token().suppresses(key);
    }

    /** What no Java class can hold. */
    private static Optional<Problem> size(ModelDeclaration model, Graph graph) {
        String reason = "";
        if (graph.inputs().size() > MOST_INPUTS) {
            reason = tooMany(graph.inputs().size(), "inputs", MOST_INPUTS);
        } else if (graph.outputs().size() > MOST_OUTPUTS) {
            reason = tooMany(graph.outputs().size(), "outputs", MOST_OUTPUTS);
        }
        return reason.isEmpty() ? Optional.empty() : Optional.of(badModel(model, reason));
    }

    private static String tooMany(int count, String what, int most) {
        return "it has " + count + " " + what + ", and the class that is generated for it can have " + most
                + ": join some of them into one tensor";
    }

    /** What is wrong with the type declaration itself. */
    private static Optional<Problem> form(ModelDeclaration model) {
        ModelDeclaration.Form form = model.form();
        String reason = "";
        if (!form.isInterface()) {
            reason = "it is not an interface";
        } else if (form.isGeneric()) {
            reason = "it has type parameters";
        } else if (!form.foreignParents().isEmpty()) {
            String parent = form.foreignParents().get(0);
            reason = "it extends '" + parent + "', which has methods that are no layers: leave '" + parent + "' out";
        } else if (form.isModel() && form.isSequential()) {
            reason = "it is also marked @Sequential";
        } else if (form.isModel() && !form.sequentialParents().isEmpty()) {
            reason = "it extends '" + form.sequentialParents().get(0) + "', a @Sequential: their wires do not mix";
        } else if (form.isSequential() && !form.modelParents().isEmpty()) {
            reason = "it extends '" + form.modelParents().get(0) + "', a @Model: their wires do not mix";
        } else if (form.isSequential() && !form.unorderedParents().isEmpty()) {
            String parent = form.unorderedParents().get(0);
            reason = "it extends '" + parent
                    + "', a class file that does not keep the order of its methods, and there is "
                    + "no class generated for it that does";
        }
        return reason.isEmpty() ? Optional.empty() : Optional.of(badModel(model, reason));
    }

    private static Problem badModel(ModelDeclaration model, String reason) {
        String annotation = model.form().isModel() ? "@Model" : "@Sequential";
        return Problem.of(
                ProblemId.BAD_MODEL, new Place.Whole(), ProblemId.BAD_MODEL.headline(model.name(), annotation, reason));
    }
}
