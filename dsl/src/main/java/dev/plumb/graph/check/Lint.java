package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for what is allowed in a graph and probably not meant. */
final class Lint {
    private Lint() {}

    /**
     * A warning before it is written out.
     *
     * @param layers what it is about
     * @param help what to do, or ""
     * @param remedy what may mend it
     */
    record Finding(
            ProblemId id, Place place, String headline, List<Node> layers, String help, Optional<Remedy> remedy) {

        static Finding of(ProblemId id, Place place, String headline, List<Node> layers) {
            return new Finding(id, place, headline, layers, "", Optional.empty());
        }

        Finding withHelp(String text) {
            return new Finding(id, place, headline, layers, text, remedy);
        }

        Finding withRemedy(String layer, ActivationFunction activation) {
            return new Finding(id, place, headline, layers, help, Optional.of(new Remedy(layer, activation)));
        }

        /** The same of all repetitions, whose names the source does not have. */
        Finding inRepetition(String layer) {
            return new Finding(
                    id,
                    place.of(layer),
                    headline.replaceAll("'" + Pattern.quote(layer) + "/[0-9]+'", "'" + layer + "'"),
                    layers,
                    help,
                    remedy.map(one -> new Remedy(layer, one.activation())));
        }

        Problem problem() {
            List<Problem.Evidence> rows = new ArrayList<>();
            layers.forEach(layer -> rows.add(row(layer)));
            if (!help.isEmpty()) {
                rows.add(new Problem.Evidence("help", help, ""));
            }
            return Problem.of(id, place, headline).withEvidence(rows);
        }

        private static Problem.Evidence row(Node node) {
            String taken = node.inputTypes().stream().map(TensorType::toString).collect(Collectors.joining(", "));
            return new Problem.Evidence(node.name(), node.spec().describe(), taken + " -> " + node.type());
        }

        private Kind kind() {
            return new Kind(id, place);
        }
    }

    /** What makes two findings one: the words about a layer change with the layers around it. */
    private record Kind(ProblemId id, Place place) {}

    /** Another activation of a layer. */
    record Remedy(String layer, ActivationFunction activation) {}

    /** The warnings of a checked draft, with a fix where the rules accept the model with it and the warning is gone. */
    static List<Problem> warnings(Draft draft, Graph graph) {
        List<Finding> findings = findings(graph);
        Set<Kind> known = findings.stream().map(Finding::kind).collect(Collectors.toSet());
        List<Problem> warnings = new ArrayList<>();
        Trials trials = new Trials();
        for (Finding finding : findings) {
            Optional<String> fix = Optional.empty();
            if (finding.remedy().isPresent()) {
                fix = verified(draft, finding.remedy().get(), finding.kind(), known, trials);
            }
            Problem warning = finding.problem();
            warnings.add(fix.map(warning::withFix).orElse(warning));
        }
        return warnings;
    }

    static List<Finding> findings(Graph graph) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(MaskLint.findings(graph));
        findings.addAll(LinearStackLint.findings(graph));
        findings.addAll(DuplicateEncoderLint.findings(graph));
        findings.addAll(OutputLint.findings(graph));
        Set<Kind> said = new HashSet<>();
        // what is inside a nested model or block is said where that is declared
        return findings.stream()
                .map(finding -> repeated(finding, graph))
                .filter(finding -> !finding.place().layer().contains("/"))
                .filter(finding -> said.add(finding.kind()))
                .toList();
    }

    /** What is said of one of several repetitions of a layer is said of their declaration. */
    private static Finding repeated(Finding finding, Graph graph) {
        String[] path = finding.place().layer().split("/", -1);
        boolean repetition = finding.id() == ProblemId.LINEAR_STACK
                && path.length == 2
                && Optional.ofNullable(graph.draft().stepsByName().get(path[0]))
                        .flatMap(Draft.Step::layer)
                        .filter(layer -> layer instanceof Composite
                                && layer instanceof WrapperSpec
                                && !WrapperSpec.innermost(layer).isMadeOfLayers())
                        .isPresent();
        return repetition ? finding.inRepetition(path[0]) : finding;
    }

    /** The remedy in words, if it is accepted, ends this warning and brings no other. */
    private static Optional<String> verified(Draft draft, Remedy remedy, Kind warning, Set<Kind> known, Trials trials) {
        Map<String, Draft.Step> steps = draft.stepsByName();
        Draft.Step step = steps.get(steps.get(remedy.layer()).owner()); // it has the attributes
        return Candidate.activation(draft, step, remedy.activation())
                .filter(candidate -> trials.examine(candidate.draft())
                        .filter(checked -> mends(candidate, checked, warning, known))
                        .isPresent())
                .map(Candidate::text);
    }

    private static boolean mends(Candidate candidate, GraphChecker.Findings checked, Kind warning, Set<Kind> known) {
        return checked.problems().isEmpty()
                && findings(GraphChecker.graph(candidate.draft(), checked.types())).stream()
                        .map(Finding::kind)
                        .allMatch(left -> !left.equals(warning) && known.contains(left));
    }
}
