package dev.plumb.graph.compose;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller gives for the inputs of a model: its sizes are what the names of their axes mean. */
final class GivenInputs {
    private final List<Draft.Input> declared;
    private final List<TensorType> given;
    private final Map<String, Dim> names = new HashMap<>();
    private final List<Assumption> assumptions = new ArrayList<>();

    GivenInputs(List<Draft.Input> declared, List<TensorType> given) {
        this.declared = declared;
        this.given = given;
    }

    /** The first input that is given what it does not take, if there is one. */
    Optional<Mismatch> mismatch() {
        for (int i = 0; i < declared.size(); i++) {
            Optional<ProblemId> wrong = wrong(declared.get(i).type(), given.get(i));
            if (wrong.isPresent()) {
                Draft.Input input = declared.get(i);
                return Optional.of(new Mismatch.WrongInput(i, input.name(), input.type(), wrong.get()));
            }
        }
        return Optional.empty();
    }

    /** What has to hold of sizes that are not known yet; after {@link #mismatch} found nothing. */
    List<Assumption> assumptions() {
        return List.copyOf(assumptions);
    }

    /** The inputs with the types that they are given. */
    List<Draft.Input> inputs() {
        List<Draft.Input> inputs = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            inputs.add(new Draft.Input(
                    declared.get(i).name(), given.get(i), declared.get(i).declared()));
        }
        return inputs;
    }

    private Optional<ProblemId> wrong(TensorType wanted, TensorType actual) {
        if (wanted.rank() != actual.rank()) {
            return Optional.of(ProblemId.RANK_MISMATCH);
        }
        if (wanted.dtype() != actual.dtype()) {
            return Optional.of(ProblemId.DTYPE_MISMATCH);
        }
        for (int axis = 0; axis < wanted.rank(); axis++) {
            if (!fits(wanted.shape().dim(axis), actual.shape().dim(axis))) {
                return Optional.of(ProblemId.SHAPE_MISMATCH);
            }
        }
        return Optional.empty();
    }

    private boolean fits(Dim wanted, Dim actual) {
        Dim meant = wanted.isKnown() ? wanted : names.putIfAbsent(wanted.toString(), actual);
        if (meant == null) {
            return true;
        }
        Dim.Comparison comparison = meant.compare(actual);
        if (comparison == Dim.Comparison.UNKNOWN) {
            assumptions.add(Assumption.equal(actual, meant));
        }
        return comparison != Dim.Comparison.DIFFERENT;
    }
}
