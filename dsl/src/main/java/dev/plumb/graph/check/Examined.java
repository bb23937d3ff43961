package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import java.util.List;
import java.util.Optional;

/** A draft, and what is wrong with it. */
record Examined(Draft draft, GraphChecker.Findings findings) {

    /** Whether a problem of this kind and place is among its problems. */
    boolean has(Problem problem) {
        return findings.problems().stream()
                .anyMatch(other -> other.id() == problem.id() && other.site().equals(problem.site()));
    }

    /** Whether a problem of a draft made from this one is that of a layer added before a dead one, which is reported already. */
    boolean hasReasonOf(Problem problem) {
        return problem.id() == ProblemId.DEAD_LAYER
                && !draft.stepsByName().containsKey(problem.place().layer());
    }

    /** Whether a problem of a draft made from this one could not be seen here: what would have it was not reached. */
    boolean hides(Problem problem) {
        List<String> uses = problem.site().uses();
        if (!uses.isEmpty() && hasInside(uses.get(0))) {
            return true; // where something does not fit inside, no more is seen
        }
        Place place = uses.isEmpty() ? problem.place() : new Place.Layer(uses.get(0));
        if (place instanceof Place.OutputLoss || place instanceof Place.OutputMetric) {
            return isUnknown(TensorName.parse(place.layer()));
        }
        return Optional.ofNullable(draft.stepsByName().get(place.layer())).stream()
                .flatMap(step -> step.sources().stream())
                .anyMatch(source -> isUnknown(source.wire()));
    }

    private boolean hasInside(String use) {
        return findings.problems().stream()
                .anyMatch(problem -> !problem.site().uses().isEmpty()
                        && problem.site().uses().get(0).equals(use));
    }

    private boolean isUnknown(TensorName wire) {
        return findings.types().type(wire).isEmpty();
    }

    /** The layer at a place. */
    Draft.Step step(Place place) {
        Draft.Step step = draft.stepsByName().get(place.layer());
        if (step == null) {
            throw new IllegalStateException("no layer is called '" + place.layer() + "'");
        }
        return step;
    }
}
