package dev.plumb.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Each name means one layer or input, and each wire starts at one of them.
 *
 * @param unresolved layers with a wire that starts nowhere
 * @param repaired for an unknown name, the one that was probably meant: lets later checks see the model as intended
 * @param guessedAll whether every unknown name has such a guess
 */
record NameCheck(List<Problem> problems, Set<String> unresolved, Map<String, String> repaired, boolean guessedAll) {

    static NameCheck of(Draft draft) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Draft.Input input : draft.inputs()) {
            if (!names.add(input.name())) {
                problems.add(duplicate("input", input.name()));
            }
        }
        for (Draft.Step step : draft.steps()) {
            if (!names.add(step.name())) {
                problems.add(duplicate(step.layer().map(LayerSpec::title).orElse("layer"), step.name()));
            }
        }
        Set<String> unresolved = new HashSet<>();
        Map<String, String> repaired = new HashMap<>();
        String known = "";
        boolean guessedAll = true;
        Map<String, Draft.Step> byName = draft.stepsByName();
        Set<String> told = new HashSet<>();
        for (Draft.Step step : draft.steps()) {
            // a place is found by its name, the first layer's: the wires of a second one wait until it has a name
            List<Problem> found = told.add(step.name()) ? problems : new ArrayList<>();
            for (int i = 0; i < step.sources().size(); i++) {
                Wire wire = step.sources().get(i).wire();
                String source = wire.source();
                if (names.contains(source)) {
                    Optional<Problem> wrong = unknownOutput(step, i, byName);
                    wrong.ifPresent(found::add);
                    wrong.ifPresent(problem -> unresolved.add(step.name()));
                    continue;
                }
                String layer = step.layer().map(LayerSpec::title).orElse("layer");
                if (wire.isLostName()) {
                    found.add(Problem.of(
                                    ProblemId.NAME_NOT_AVAILABLE,
                                    new Place.Source(step.name(), i),
                                    ProblemId.NAME_NOT_AVAILABLE.headline(layer, step.name(), source))
                            .withFix("name the wire: @From(\"…\"), or compile the interface with -parameters"));
                    unresolved.add(step.name());
                    guessedAll = false;
                    continue;
                }
                known = known.isEmpty() ? listed(names) : known;
                names.remove(step.name()); // not what was meant
                Optional<String> guess = Similar.to(source, names);
                names.add(step.name());
                found.add(Problem.of(
                                ProblemId.UNKNOWN_WIRE,
                                new Place.Source(step.name(), i),
                                ProblemId.UNKNOWN_WIRE.headline(layer, step.name(), source) + Similar.hint(guess))
                        .withEvidence(List.of(new Problem.Evidence("known", known, ""))));
                unresolved.add(step.name());
                guess.ifPresent(name -> repaired.put(source, name));
                guessedAll &= repaired.containsKey(source);
            }
        }
        return new NameCheck(problems, unresolved, repaired, guessedAll);
    }

    /** What is wrong with the output that a wire picks of a layer or input that exists. */
    private static Optional<Problem> unknownOutput(Draft.Step step, int index, Map<String, Draft.Step> steps) {
        Wire wire = step.sources().get(index).wire();
        Draft.Step source = steps.get(wire.source());
        Optional<List<String>> known =
                source == null ? Optional.of(List.of("output")) : source.layer().map(LayerSpec::outputNames);
        List<String> outputs = known.orElse(List.of(wire.output()));
        if (wire.output().isEmpty() || (source != null && outputs.contains(wire.output()))) {
            return Optional.empty();
        }
        String taken = source == null ? "input '" + wire.source() + "'" : source.title();
        boolean single = outputs.size() == 1;
        String reason = single
                ? "has one output"
                : "has no output '" + wire.output() + "'" + Similar.hint(wire.output(), outputs);
        return Optional.of(Problem.of(
                        ProblemId.UNKNOWN_OUTPUT,
                        new Place.Source(step.name(), index),
                        ProblemId.UNKNOWN_OUTPUT.headline(step.title(), wire, taken, reason))
                .withEvidence(
                        single ? List.of() : List.of(new Problem.Evidence("outputs", String.join(", ", outputs), ""))));
    }

    private static Problem duplicate(String layer, String name) {
        return Problem.of(
                ProblemId.DUPLICATE_NAME, new Place.Layer(name), ProblemId.DUPLICATE_NAME.headline(layer, name));
    }

    private static String listed(Set<String> names) {
        int shown = 10;
        List<String> sorted = names.stream().sorted().toList();
        String text = String.join(", ", sorted.subList(0, Math.min(shown, sorted.size())));
        return sorted.size() > shown ? text + " and " + (sorted.size() - shown) + " more" : text;
    }
}
