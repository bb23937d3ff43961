package dev.plumb.processor.check;

import dev.plumb.graph.Graph;
import dev.plumb.graph.architecture.Architecture;
import dev.plumb.graph.architecture.ArchitectureChanges;
import dev.plumb.graph.architecture.ArchitectureText;
import dev.plumb.graph.architecture.MalformedArchitectureException;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.ArchitectureFiles;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.Token;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model is still the one that was recorded.
 *
 * @param files the records
 * @param update how to record a model as it is, as a user says it to the compiler
 */
public record ArchitectureCheck(ArchitectureFiles files, String update) {
    private static final int CHANGES_SHOWN = 8;

    /** The model, with a problem if its record is another one. A model that has problems is not asked. */
    public CheckedModel apply(CheckedModel model) {
        Optional<Problem> found = model.graph().flatMap(graph -> problem(model.declaration(), graph));
        return model.withProblems(found.stream()
                .map(problem -> new LocatedProblem(
                        problem,
                        token(model.declaration(), problem.place()),
                        model.declaration().token()))
                .toList());
    }

    private Optional<Problem> problem(ModelDeclaration model, Graph graph) {
        String record = "record it as it is, with " + update;
        if (files.isFolder(model.qualifiedName())) {
            return Optional.of(unusable(model, "there is a folder of this name", "remove the folder, then " + record));
        }
        try {
            Optional<String> text = files.read(model.qualifiedName());
            if (text.isEmpty()) {
                return Optional.of(unusable(model, "there is none", record));
            }
            Architecture before = ArchitectureText.read(text.get());
            List<ArchitectureChanges.Change> changes = ArchitectureChanges.between(before, Architecture.of(graph));
            return changes.isEmpty() ? Optional.empty() : Optional.of(changed(model, graph, changes));
        } catch (CharacterCodingException e) {
            return Optional.of(unusable(model, "it is no text in UTF-8", "save it in UTF-8, or " + record));
        } catch (IOException e) {
            return Optional.of(unusable(model, "it cannot be read, " + e, "let the compiler read the file"));
        } catch (MalformedArchitectureException e) {
            return Optional.of(unusable(model, e.getMessage(), record));
        }
    }

    private Problem unusable(ModelDeclaration model, String reason, String fix) {
        return Problem.of(
                        ProblemId.ARCHITECTURE_RECORD,
                        new Place.Whole(),
                        ProblemId.ARCHITECTURE_RECORD.headline(model.name(), reason))
                .withEvidence(List.of(file(model)))
                .withFix(fix);
    }

    private Problem changed(ModelDeclaration model, Graph graph, List<ArchitectureChanges.Change> changes) {
        List<Problem.Evidence> rows = new ArrayList<>();
        for (ArchitectureChanges.Change change : changes.subList(0, Math.min(CHANGES_SHOWN, changes.size()))) {
            rows.add(new Problem.Evidence(change.what(), change.name(), change.detail()));
        }
        if (changes.size() > CHANGES_SHOWN) {
            int others = changes.size() - CHANGES_SHOWN;
            rows.add(new Problem.Evidence("and", others == 1 ? "one other change" : others + " other changes", ""));
        }
        rows.add(file(model));
        return Problem.of(
                        ProblemId.ARCHITECTURE_CHANGED,
                        place(graph, changes),
                        ProblemId.ARCHITECTURE_CHANGED.headline(
                                model.name(), changes.get(0).text()))
                .withEvidence(rows)
                .withFix("if it is meant so, record it again, with " + update);
    }

    private Problem.Evidence file(ModelDeclaration model) {
        return new Problem.Evidence("record", files.file(model.qualifiedName()).toString(), "");
    }

    /** The first changed part that is still there. */
    private static Place place(Graph graph, List<ArchitectureChanges.Change> changes) {
        return changes.stream()
                .map(change -> change.name().split("/", 2)[0])
                .filter(name -> graph.draft().stepsByName().containsKey(name)
                        || graph.inputs().stream()
                                .anyMatch(input -> input.name().equals(name)))
                .findFirst()
                .<Place>map(Place.Layer::new)
                .orElseGet(Place.Whole::new);
    }

    private static Token token(ModelDeclaration model, Place place) {
        return model.methods().stream()
                .filter(method -> method.name().equals(place.layer()))
                .findFirst()
                .map(MethodDeclaration::token)
                .orElse(model.token());
    }
}
