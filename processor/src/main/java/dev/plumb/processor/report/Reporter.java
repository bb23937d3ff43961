package dev.plumb.processor.report;

import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.check.LocatedProblem;
import dev.plumb.processor.read.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic;

/** Tells problems to the compiler, each once. */
public final class Reporter {
    /** How many lines of a note are shown. */
    private static final int LINES = 10;

    private final Messager messager;
    private final Function<ProblemId, String> page;
    private final Set<Said> said = new HashSet<>();

    /**
     * Reports to a compiler.
     *
     * @param page the address of the page about an id
     */
    public Reporter(Messager messager, Function<ProblemId, String> page) {
        this.messager = messager;
        this.page = page;
    }

    /** What was said about which element: a model that inherits a problem need not repeat it. */
    private record Said(Token token, String headline) {}

    /** Reports the problems and warnings of a model. Parents come before the models that extend them. */
    public void report(CheckedModel model) {
        for (LocatedProblem located : model.problems()) {
            report(located.problem(), located.token(), located.home());
        }
        for (LocatedProblem located : model.warnings()) {
            report(Diagnostic.Kind.WARNING, located.problem(), located.token(), located.home());
        }
        if (!model.assumptions().isEmpty()) {
            messager.printMessage(
                    Diagnostic.Kind.NOTE,
                    note(model),
                    model.declaration().token().element());
        }
    }

    /** Reports the problems of a layer of the user's own. */
    public void report(List<LocatedProblem> problems) {
        problems.forEach(located -> report(located.problem(), located.token(), located.home()));
    }

    /** What was not guessed. */
    private static String note(CheckedModel model) {
        StringBuilder text = new StringBuilder(
                "[plumb] some sizes of '" + model.declaration().name() + "' are checked when it runs");
        int shown = Math.min(LINES, model.assumptions().size());
        model.assumptions().subList(0, shown).forEach(line -> text.append("\n  ")
                .append(line));
        if (shown < model.assumptions().size()) {
            text.append("\n  and ").append(model.assumptions().size() - shown).append(" more");
        }
        return text.toString();
    }

    /**
     * Reports a problem at its token. What was inherited is not in front of the reader: then what is there is the place, the model's type or
     * an override, and the first line says which method is meant.
     */
    public void report(Problem problem, Token token, Token model) {
        report(Diagnostic.Kind.ERROR, problem, token, model);
    }

    private void report(Diagnostic.Kind kind, Problem problem, Token token, Token model) {
        if (!said.add(new Said(token, problem.headline()))) {
            return;
        }
        if (token.isInside(model)) {
            messager.printMessage(
                    kind, problem.text(page.apply(problem.id())), token.element(), token.annotation(), token.value());
        } else {
            String text = problem.withHeadline("[" + token.origin() + "] " + problem.headline())
                    .text(page.apply(problem.id()));
            messager.printMessage(kind, text, model.element());
        }
    }
}
