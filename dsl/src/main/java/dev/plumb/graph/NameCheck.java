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
                problems.add(duplicate(step.layer().map(LayerSpec::title).orElse("layer"), step.name()));
            }
        }
        Set<String> unresolved = new HashSet<>();
        Map<String, String> repaired = new HashMap<>();
        boolean guessedAll = true;
        for (Draft.Step step : draft.steps()) {
            for (int i = 0; i < step.sources().size(); i++) {
                Wire wire = step.sources().get(i).wire();
                String source = wire.source();
                if (names.contains(source)) {
                    Optional<Problem> unknown = unknownOutput(draft, step, i, wire);
                    unknown.ifPresent(problem -> {
                        problems.add(problem);
                        unresolved.add(step.name());
                    });
                    continue;
                }
                List<String> candidates =
                        names.stream().filter(name -> !name.equals(step.name())).toList();
                String layer = step.layer().map(LayerSpec::title).orElse("layer");
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
                problems.add(Problem.of(
                                ProblemId.UNKNOWN_WIRE,
                                new Place.Source(step.name(), i),
                                ProblemId.UNKNOWN_WIRE.headline(layer, step.name(), source)
                                        + Similar.hint(source, candidates))
                        .withEvidence(List.of(new Problem.Evidence("known", listed(names), ""))));
                unresolved.add(step.name());
                Similar.to(source, candidates).ifPresent(guess -> repaired.put(source, guess));
                guessedAll &= repaired.containsKey(source);
            }
        }
        return new NameCheck(problems, unresolved, repaired, guessedAll);
    }

    /** A wire that names an output which its layer does not have. */
    private static Optional<Problem> unknownOutput(Draft draft, Draft.Step step, int index, Wire wire) {
        Draft.Step source = draft.stepsByName().get(wire.source());
        Optional<List<String>> outputs =
                source == null ? Optional.of(List.of()) : source.layer().map(LayerSpec::outputNames);
        if (wire.output().isEmpty() || outputs.isEmpty() || outputs.get().contains(wire.output())) {
            return Optional.empty();
        }
        String subject = source == null ? "input '" + wire.source() + "'" : source.title();
        String reason = outputs.get().size() < 2
                ? subject + " has one output"
                : subject + " has the outputs " + String.join(", ", outputs.get())
                        + Similar.hint(wire.output(), outputs.get());
        String layer = step.layer().map(LayerSpec::title).orElse("layer");
        return Optional.of(Problem.of(
                ProblemId.UNKNOWN_OUTPUT,
                new Place.Source(step.name(), index),
                ProblemId.UNKNOWN_OUTPUT.headline(layer, step.name(), wire, reason)));
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
