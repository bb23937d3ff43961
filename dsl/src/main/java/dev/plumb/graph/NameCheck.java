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

    /** What compilers write where a class file or a stub has lost the name of a parameter: {@code arg0}, kapt's {@code p1_2725491516}. */
    private static final String LOST_NAME = "arg\\d+|p\\d+_\\d+";

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
                problems.add(duplicate(step.layer().map(LayerSpec::layerName).orElse("layer"), step.name()));
            }
        }
        Set<String> unresolved = new HashSet<>();
        Map<String, String> repaired = new HashMap<>();
        String known = "";
        boolean guessedAll = true;
        for (Draft.Step step : draft.steps()) {
            for (int i = 0; i < step.sources().size(); i++) {
                String source = step.sources().get(i).wire().source();
                if (names.contains(source)) {
                    continue;
                }
                String layer = step.layer().map(LayerSpec::layerName).orElse("layer");
                if (source.matches(LOST_NAME)) {
                    problems.add(Problem.of(
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
                problems.add(Problem.of(
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
