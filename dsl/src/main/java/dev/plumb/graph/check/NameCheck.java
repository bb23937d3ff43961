package dev.plumb.graph.check;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Each name means one layer or input, and each wire starts at one of them.
 *
 * @param unresolved layers with a wire that starts nowhere
 * @param repaired for an unknown name, the one that was probably meant: lets later checks see the model as intended
 * @param guessedAll whether every unknown name has such a guess
 * @param missingInput in a model without inputs a wire that may start at the one that is missing, and is no problem of its own
 */
record NameCheck(
        List<Problem> problems,
        Set<String> unresolved,
        Map<String, String> repaired,
        boolean guessedAll,
        Optional<Draft.Source> missingInput) {

    private static final int NAMES_SHOWN = 10;

    static NameCheck of(Draft draft) {
        Search search = new Search(draft);
        // only the first of a name: a place in another one could not be told from a place in this
        for (Draft.Step step : search.steps.values()) {
            search.wires(step);
        }
        for (Draft.Step step : search.steps.values()) {
            search.sharing(step);
        }
        for (Draft.Output output : draft.outputs()) {
            search.output(output);
        }
        search.missing();
        return new NameCheck(
                search.problems,
                search.unresolved,
                search.repaired,
                search.guessedAll,
                Optional.ofNullable(search.missingInput));
    }

    /** The draft with the names that were probably meant. */
    Draft repair(Draft draft) {
        if (repaired.isEmpty()) {
            return draft;
        }
        return draft.withSteps(draft.steps().stream().map(this::repair).toList());
    }

    private Draft.Step repair(Draft.Step step) {
        Draft.Step meant = step;
        for (int i = 0; i < step.sources().size(); i++) {
            Draft.Source source = step.sources().get(i);
            String name = repaired.get(source.wire().source());
            if (name != null) {
                meant = meant.withSource(
                        i, new Draft.Source(new TensorName(name, source.wire().output()), source.declared()));
            }
        }
        return meant;
    }

    /** Goes through the wires of all steps. */
    private static final class Search {
        private final Map<String, Draft.Step> steps;
        private final Set<String> names = new HashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Set<String> unresolved = new HashSet<>();
        private final Set<String> unreturned = new HashSet<>();

        /** Names that two layers have. */
        private final Set<String> twice = new HashSet<>();

        /** By the name that no layer has, nor one that resembles it: what is said of the wires that start there. */
        private final Map<String, List<Problem>> missing = new LinkedHashMap<>();

        private final Map<String, String> repaired = new HashMap<>();
        private final Draft draft;
        private List<String> sorted = List.of();
        private Map<String, List<String>> takers = Map.of();
        private boolean guessedAll = true;
        private Draft.@Nullable Source missingInput;

        Search(Draft draft) {
            this.draft = draft;
            steps = draft.stepsByName();
            for (Draft.Input input : draft.inputs()) {
                name("input", input.name());
            }
            for (Draft.Step step : draft.steps()) {
                name(step.layerTitle(), step.name());
            }
        }

        private void name(String layer, String name) {
            if (name.isBlank() || name.contains(".") || name.contains("/")) {
                problems.add(Problem.of(
                        ProblemId.BAD_NAME,
                        new Place.Layer(name),
                        ProblemId.BAD_NAME.headline(
                                name,
                                name.isBlank()
                                        ? "a name has letters"
                                        : "'.' picks outputs and '/' makes paths, a name has neither")));
            }
            if (!names.add(name)) {
                twice.add(name);
                problems.add(Problem.of(
                                ProblemId.DUPLICATE_NAME,
                                new Place.Layer(name),
                                ProblemId.DUPLICATE_NAME.headline(layer, name))
                        .withEvidence(again(name)));
            }
        }

        /** Two methods of one name and one layer may be meant as one layer that is called twice. */
        private List<Problem.Evidence> again(String name) {
            long alike = draft.steps().stream()
                    .filter(step -> step.name().equals(name) && step.layer().isPresent())
                    .map(step -> step.layer().get())
                    .distinct()
                    .count();
            long methods = draft.steps().stream()
                    .filter(step -> step.name().equals(name) && step.layer().isPresent())
                    .count();
            return alike == 1 && methods > 1
                    ? List.of(new Problem.Evidence(
                            "help",
                            "if it is one layer that is called twice, give the second a name of its own and"
                                    + " @SameWeightsAs(\""
                                    + name + "\") in place of its layer",
                            ""))
                    : List.of();
        }

        /** Only drafts that no compiler read can return what is not there: those made by hand, and those of files. */
        private Optional<Problem> unknownReturn(Draft.Output output, Draft.@Nullable Step step) {
            TensorName tensor = output.tensor();
            if (draft.inputs().isEmpty()) {
                return Optional.empty(); // which is said, and may be what is returned
            }
            if (!names.contains(tensor.source())) {
                return Optional.of(Problem.of(
                        ProblemId.UNKNOWN_WIRE,
                        new Place.Whole(),
                        "model '" + draft.name() + "' has no layer or input '" + tensor.source() + "' to return"
                                + Similar.hint(tensor.source(), List.copyOf(names))));
            }
            List<String> known = step == null
                    ? List.of("output")
                    : step.layer().map(LayerSpec::outputNames).orElse(List.of(tensor.output()));
            boolean isKnown = tensor.output().isEmpty() || (step != null && known.contains(tensor.output()));
            return isKnown || isOpenList(step, tensor.output())
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            ProblemId.UNKNOWN_OUTPUT,
                            new Place.Whole(),
                            ProblemId.UNKNOWN_OUTPUT.headline(
                                    "model '" + draft.name() + "'",
                                    tensor,
                                    step == null ? "input '" + tensor.source() + "'" : step.title(),
                                    known.size() == 1
                                            ? "has one output"
                                            : "has no output '" + tensor.output() + "'"
                                                    + Similar.hint(tensor.output(), known))));
        }

        private static boolean isOpenList(Draft.@Nullable Step step, String output) {
            return step != null
                    && step.layer().orElse(null) instanceof Composite composite
                    && composite.isOpenList(output);
        }

        /** Of several outputs one is picked, also by the model that returns it. */
        void output(Draft.Output output) {
            Draft.Step step = steps.get(output.tensor().source());
            Optional<Problem> unknown = unknownReturn(output, step);
            if (unknown.isPresent()) {
                problems.add(unknown.get());
                guessedAll = false;
            }
            if (step == null || !output.tensor().output().isEmpty() || !step.outputsArePicked()) {
                return;
            }
            boolean list = isOpenList(step, "")
                    || !Composite.tensors(output.tensor(), step.layer()).equals(List.of(output.tensor()));
            String help = list
                    ? "a layer that takes several joins them, as in @Output @Concatenate … (… " + step.name() + ")"
                    : "each that is to be returned goes through a layer, as in @Output @Activation(LINEAR) … (@From(\""
                            + step.picks().split(", ", 2)[0] + "\") …)";
            problems.add(Problem.of(
                            ProblemId.UNKNOWN_OUTPUT,
                            new Place.Layer(step.name()),
                            step.title() + " cannot be an output of the model: it "
                                    + (list
                                            ? "is a list"
                                            : "has "
                                                    + step.layer()
                                                            .orElseThrow()
                                                            .outputNames()
                                                            .size() + " outputs itself"))
                    .withEvidence(
                            step.picks().isEmpty()
                                    ? List.of(new Problem.Evidence("help", help, ""))
                                    : List.of(
                                            new Problem.Evidence("outputs", step.picks(), ""),
                                            new Problem.Evidence("help", help, ""))));
            unresolved.add(step.name());
        }

        void wires(Draft.Step step) {
            for (int i = 0; i < step.sources().size(); i++) {
                TensorName wire = step.sources().get(i).wire();
                if (!names.contains(wire.source())) {
                    (wire.isLostName() ? Optional.of(nameNotAvailable(step, i)) : unknownWire(step, i, wire.source()))
                            .ifPresent(problems::add);
                    unresolved.add(step.name());
                    continue;
                }
                Optional<Problem> unknownOutput = unknownOutput(step, i, steps);
                if (unknownOutput.isPresent()) {
                    if (!isUnreturnedState(wire) || unreturned.add(wire.source())) {
                        problems.add(unknownOutput.get());
                    }
                    unresolved.add(step.name());
                }
            }
        }

        /** The weights that a step uses belong to another step, which has its own. */
        void sharing(Draft.Step step) {
            String owner = step.terms().sharing();
            if (owner.isEmpty()) {
                return;
            }
            Draft.Step other = steps.get(owner);
            String reason = "";
            if (owner.equals(step.name())) {
                reason = "that is the layer itself";
            } else if (!names.contains(owner)) {
                problems.add(Problem.of(
                        ProblemId.UNKNOWN_WIRE,
                        new Place.Sharing(step.name()),
                        "'" + step.name() + "' has no layer '" + owner + "' to share the weights of"
                                + Similar.hint(owner, List.copyOf(steps.keySet()))));
                return;
            } else if (other == null) {
                reason = "that is an input, it has none";
            } else if (!other.terms().sharing().isEmpty()) {
                Set<String> chain = chain(step);
                Optional<String> root = root(chain);
                if (root.isEmpty() && !isFirst(step, chain)) {
                    return; // said of the first
                }
                reason = root.map(name -> "they are those of '" + name + "': share that one's")
                        .orElse("they share with each other, and none of "
                                + chain.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                                + " has a layer: write it at one of them");
            } else if (step.terms().frozen()) {
                reason = "it is frozen, and a layer is frozen where its weights are, at '" + owner + "'";
            }
            if (!reason.isEmpty()) {
                problems.add(Problem.of(
                        ProblemId.DIFFERENT_WEIGHTS,
                        new Place.Sharing(step.name()),
                        ProblemId.DIFFERENT_WEIGHTS.headline("'" + step.name() + "'", owner, reason)));
            }
        }

        /** A step and those that it shares with, one from the other; the last has weights of its own or shares with one before. */
        private Set<String> chain(Draft.Step step) {
            Set<String> chain = new LinkedHashSet<>();
            Draft.Step next = step;
            while (next != null && chain.add(next.name())) {
                next = steps.get(next.terms().sharing());
            }
            return chain;
        }

        /** Whose weights they are in the end, if they are anybody's. */
        private Optional<String> root(Set<String> chain) {
            return chain.stream()
                    .filter(name -> steps.get(name).terms().sharing().isEmpty())
                    .findFirst();
        }

        private boolean isFirst(Draft.Step step, Set<String> chain) {
            return draft.steps().stream()
                    .map(Draft.Step::name)
                    .filter(chain::contains)
                    .findFirst()
                    .equals(Optional.of(step.name()));
        }

        /** A layer that does not return its states lacks all of them by one mistake. */
        private boolean isUnreturnedState(TensorName wire) {
            return Optional.ofNullable(steps.get(wire.source()))
                    .flatMap(Candidate::recurrent)
                    .filter(layer -> !layer.returnState() && layer.stateNames().contains(wire.output()))
                    .isPresent();
        }

        /** What takes from each name: looked for only where a name is unknown. */
        private Map<String, List<String>> takers() {
            takers = takers.isEmpty() ? Reach.takers(GraphChecker.wiring(draft, Map.of())) : takers;
            return takers;
        }

        private Problem nameNotAvailable(Draft.Step step, int index) {
            guessedAll = false;
            String source = step.sources().get(index).wire().source();
            return Problem.of(
                            ProblemId.NAME_NOT_AVAILABLE,
                            new Place.Source(step.name(), index),
                            ProblemId.NAME_NOT_AVAILABLE.headline(step.layerTitle(), step.name(), source))
                    .withFix("name the wire: @From(\"…\"), or compile the interface with -parameters");
        }

        private Optional<Problem> unknownWire(Draft.Step step, int index, String source) {
            sorted = sorted.isEmpty() ? names.stream().sorted().toList() : sorted;
            Set<String> meant = new HashSet<>(names);
            meant.removeAll(Reach.from(List.of(step.name()), takers())); // with one of these it would be a cycle
            List<String> guesses = Similar.all(source, meant);
            if (guesses.size() == 1) {
                repaired.put(source, guesses.get(0));
            }
            guessedAll &= repaired.containsKey(source);
            if (guesses.isEmpty() && draft.inputs().isEmpty()) {
                Draft.Source wire = step.sources().get(index);
                boolean first = missingInput == null // by name: the order of declaration does not matter
                        || source.compareTo(missingInput.wire().source()) < 0;
                missingInput = first ? wire : missingInput;
                return Optional.empty();
            }
            Problem unknown = Problem.of(
                            ProblemId.UNKNOWN_WIRE,
                            new Place.Source(step.name(), index),
                            ProblemId.UNKNOWN_WIRE.headline(step.layerTitle(), step.name(), source)
                                    + Similar.hint(guesses))
                    .withEvidence(List.of(new Problem.Evidence("known", listed(sorted, meant), "")));
            if (guesses.isEmpty()) {
                missing.computeIfAbsent(source, any -> new ArrayList<>()).add(unknown);
            }
            return Optional.of(unknown);
        }

        /** Where one name is there twice and another is missing, one of the two has the wrong name: that is one mistake. */
        void missing() {
            if (missing.size() != 1 || twice.size() != 1) {
                return;
            }
            String name = missing.keySet().iterator().next();
            problems.removeAll(missing.get(name));
            Problem.Evidence help = new Problem.Evidence(
                    "help",
                    "a layer or input '" + name + "' is missing, which '"
                            + missing.get(name).get(0).place().layer() + "' takes: one of the two may be it",
                    "");
            problems.replaceAll(problem ->
                    problem.id() == ProblemId.DUPLICATE_NAME ? problem.withEvidence(List.of(help)) : problem);
        }
    }

    /** What is wrong with the output that a wire picks of a layer or input that exists. */
    private static Optional<Problem> unknownOutput(Draft.Step step, int index, Map<String, Draft.Step> steps) {
        TensorName wire = step.sources().get(index).wire();
        Draft.Step source = steps.get(wire.source());
        Optional<List<String>> known =
                source == null ? Optional.of(List.of("output")) : source.layer().map(LayerSpec::outputNames);
        List<String> outputs = known.orElse(List.of(wire.output()));
        if (source != null
                && source.layer().orElse(null) instanceof Composite composite
                && composite.isOpenList(wire.output())) {
            return Optional.empty();
        }
        if (wire.output().isEmpty() && source != null && source.outputsArePicked()) {
            return Optional.of(Problem.of(
                            ProblemId.UNKNOWN_OUTPUT,
                            new Place.Source(step.name(), index),
                            ProblemId.UNKNOWN_OUTPUT.headline(
                                    step.title(),
                                    wire,
                                    source.title(),
                                    "has " + outputs.size() + " outputs, and none is the first: say which"))
                    .withEvidence(List.of(new Problem.Evidence("outputs", source.picks(), ""))));
        }
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

    /** The first of the names that can be meant, and how many more there are. */
    private static String listed(List<String> names, Set<String> meant) {
        List<String> shown =
                names.stream().filter(meant::contains).limit(NAMES_SHOWN).toList();
        int more = meant.size() - shown.size();
        return shown.isEmpty() ? "nothing else" : String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
