package dev.plumb.graph.check;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes before a model runs and what while it does: strings are for layers that are computed before, and these take what is fed. */
final class FedCheck {
    private FedCheck() {}

    /** What of a step's inputs is not there where the step is computed. */
    static Optional<Mismatch> mismatch(
            Draft.Step step, LayerSpec layer, List<TensorType> inputs, Map<String, Draft.Step> steps) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!(layer instanceof PreprocessingSpec) && inputs.get(i).dtype() == DType.STRING) {
                return Optional.of(new Mismatch.WrongDtype(i, List.of(DType.FLOAT32, DType.INT32, DType.BOOL)));
            }
            String source = step.sources().get(i).wire().source();
            if (layer instanceof PreprocessingSpec && isComputed(steps.get(source))) {
                return Optional.of(new Mismatch.NotFed(i));
            }
        }
        return Optional.empty();
    }

    /** Outputs of strings: what a model gives is computed when it runs, and these are not. */
    static List<Problem> outputs(Draft draft, TypeCheck types) {
        List<Problem> problems = new ArrayList<>();
        for (Draft.Output output : draft.outputs()) {
            Optional<TensorType> type = types.type(output.tensor());
            if (type.isPresent() && type.get().dtype() == DType.STRING) {
                problems.add(Problem.of(
                                ProblemId.DTYPE_MISMATCH,
                                new Place.Layer(output.name()),
                                "output '" + output.name() + "' is string: a model gives numbers")
                        .withFix("leave out the @Output of '" + output.name() + "'"));
            }
        }
        return problems;
    }

    /** Whether a step, and no input, is a layer that is computed when the model runs; what is inside of others is not known here. */
    private static boolean isComputed(Draft.@Nullable Step source) {
        return source != null
                && source.applied()
                        .filter(layer -> !(layer instanceof PreprocessingSpec) && !(layer instanceof Composite))
                        .isPresent();
    }
}
