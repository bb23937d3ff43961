package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for what is allowed in a graph and probably not meant. */
final class Lint {
    /** How many remedies are tried: each runs all rules again, and a reader who sees that many needs no more. */
    private static final int REMEDIES_TRIED = 20;

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
        int tried = 0;
        for (Finding finding : findings) {
            Optional<String> fix = Optional.empty();
            if (finding.remedy().isPresent() && tried++ < REMEDIES_TRIED) {
                fix = verified(draft, finding.remedy().get(), finding.kind(), known);
            }
            Problem warning = finding.problem();
            warnings.add(fix.map(warning::withFix).orElse(warning));
        }
        return warnings;
    }

    private static List<Finding> findings(Graph graph) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(MaskLint.findings(graph));
        findings.addAll(LinearStackLint.findings(graph));
        findings.addAll(DuplicateEncoderLint.findings(graph));
        findings.addAll(OutputLint.findings(graph));
        return findings;
    }

    /** The remedy in words, if it is accepted, ends this warning and brings no other. */
    private static Optional<String> verified(Draft draft, Remedy remedy, Kind warning, Set<Kind> known) {
        Draft.Step step = draft.stepsByName().get(remedy.layer());
        return activationAttribute(step.layer().orElseThrow())
                .flatMap(attribute -> Candidate.of(draft, step, attribute, remedy.activation()))
                .filter(candidate -> mends(candidate, warning, known))
                .map(Candidate::text);
    }

    private static boolean mends(Candidate candidate, Kind warning, Set<Kind> known) {
        GraphChecker.Findings checked = GraphChecker.analyse(candidate.draft());
        return checked.problems().isEmpty()
                && findings(GraphChecker.graph(candidate.draft(), checked.types())).stream()
                        .map(Finding::kind)
                        .allMatch(left -> !left.equals(warning) && known.contains(left));
    }

    /** The name of the attribute that holds a layer's activation. */
    static Optional<String> activationAttribute(LayerSpec spec) {
        return spec.finalActivation().flatMap(activation -> Attributes.stated(spec).entrySet().stream()
                .filter(attribute -> attribute.getValue() == activation)
                .map(Map.Entry::getKey)
                .findFirst());
    }
}
