package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        // what is inside a nested model or block is said where that is declared
        return findings.stream()
                .filter(finding -> !finding.place().layer().contains("/"))
                .toList();
    }

    /** The remedy in words, if it is accepted, ends this warning and brings no other. */
    private static Optional<String> verified(Draft draft, Remedy remedy, Kind warning, Set<Kind> known, Trials trials) {
        Draft.Step step = draft.stepsByName().get(remedy.layer());
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
