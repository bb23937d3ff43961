package dev.plumb.graph.check;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.Site;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes of a block, or of a model that is used, that may mend what does not fit inside: those that would mend it in a model, made in the declaration and so in all of its
 * uses.
 */
final class InnerFixes {
    private InnerFixes() {}

    /** What may mend a problem inside of a use. */
    static List<Candidate> of(Examined model, Problem problem) {
        Draft at = model.draft();
        TypeCheck types = model.findings().types();
        Optional<Draft> declaration = Optional.empty();
        for (String use : problem.site().uses()) {
            Draft.Step step = at.stepsByName().get(use);
            Optional<Composite> composite = step == null ? Optional.empty() : composite(step);
            List<TensorType> given = composite.isEmpty() ? List.of() : types.inputTypes(step);
            Optional<Draft> inside = composite.flatMap(found -> inside(step, found, given));
            if (inside.isEmpty()) {
                return List.of();
            }
            declaration = composite.get().declaration();
            at = inside.get();
            types = GraphChecker.given(at);
        }
        if (declaration.isEmpty()) {
            return List.of();
        }
        boolean standsAlone = isSound(declaration.get()); // a block does not: its attributes have no values
        Examined inner = new Examined(at, new GraphChecker.Findings(types.problems(), types));
        List<Candidate> candidates = new ArrayList<>();
        for (Candidate candidate : FixSearch.candidates(inner, problem.at(Site.of(problem.place())))) {
            Optional<Draft> other = declared(declaration.get(), at, candidate.draft());
            if (other.isPresent() && (!standsAlone || isSound(other.get()))) {
                candidates.add(
                        new Candidate(candidate.text(), model.draft().redeclared(declaration.get(), other.get())));
            }
        }
        return candidates;
    }

    private static boolean isSound(Draft declaration) {
        return GraphChecker.analyse(declaration).problems().isEmpty();
    }

    private static Optional<Composite> composite(Draft.Step step) {
        return step.applied().map(layer -> layer instanceof Composite composite ? composite : null);
    }

    private static Optional<Draft> inside(Draft.Step step, Composite composite, List<TensorType> given) {
        return given.size() == step.sources().size() ? composite.madeOf(given) : Optional.empty();
    }

    /** A change of what is inside of one use as a change of the declaration; empty if it adds or removes a layer. */
    private static Optional<Draft> declared(Draft declaration, Draft before, Draft after) {
        boolean sameParts = before.inputs().equals(after.inputs())
                && before.outputs().equals(after.outputs())
                && before.stepsByName().keySet().equals(after.stepsByName().keySet());
        if (!sameParts) {
            return Optional.empty();
        }
        Draft changed = declaration;
        Map<String, Draft.Step> old = before.stepsByName();
        for (Draft.Step step : after.steps()) {
            Draft.Step was = old.get(step.name());
            if (!step.equals(was)) {
                Draft.Step declared = changed.stepsByName().get(step.name());
                Optional<Draft.Step> other = declared == null ? Optional.empty() : declared(declared, was, step);
                if (other.isEmpty()) {
                    return Optional.empty();
                }
                changed = changed.with(other.get());
            }
        }
        return Optional.of(changed);
    }

    private static Optional<Draft.Step> declared(Draft.Step declared, Draft.Step before, Draft.Step after) {
        if (!declared.terms().sharing().isEmpty()
                || (!before.sources().equals(after.sources())
                        && !before.sources().equals(declared.sources()))) {
            return Optional.empty();
        }
        LayerSpec layer = declared.layer().orElseThrow();
        Map<String, Object> old = Attributes.stated(before.layer().orElseThrow());
        Map<String, Object> wanted = Attributes.stated(after.layer().orElseThrow());
        if (!old.keySet().equals(wanted.keySet())
                || !Attributes.stated(layer).keySet().equals(old.keySet())) {
            return Optional.empty();
        }
        for (Map.Entry<String, Object> attribute : wanted.entrySet()) {
            if (!attribute.getValue().equals(old.get(attribute.getKey()))) {
                layer = Attributes.with(layer, attribute.getKey(), attribute.getValue());
            }
        }
        return Optional.of(declared.withLayer(layer)
                .withSources(before.sources().equals(after.sources()) ? declared.sources() : after.sources())
                .withDeclared(after.declared()));
    }
}
