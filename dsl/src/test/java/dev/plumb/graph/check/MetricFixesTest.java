package dev.plumb.graph.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is combined with whatever: who does what a fix says has a model without problems. */
final class MetricFixesTest {
    private static final List<ActivationFunction> ACTIVATIONS = List.of(
            ActivationFunction.LINEAR,
            ActivationFunction.RELU,
            ActivationFunction.SIGMOID,
            ActivationFunction.TANH,
            ActivationFunction.SOFTMAX);

    /** Beside each metric stands one of numbers and one of probabilities. */
    private static final List<Metric> OTHERS = List.of(Metric.R2_SCORE, Metric.AUC);

    /** An output of a model, as its annotations say it. */
    private record Stated(ActivationFunction activation, int units, Optional<Loss.Spec> loss, List<Metric> metrics) {
        List<Problem> problems() {
            Draft.Step step = new Draft.Step(
                    "y",
                    Optional.of(Layers.dense(units).activation(activation)),
                    List.of(new Draft.Source(TensorName.of("x"), TensorKind.TENSOR)),
                    TensorKind.TENSOR);
            return GraphChecker.decide(new Draft(
                            "Model",
                            List.of(new Draft.Input("x", TensorType.floats(8), TensorKind.TENSOR)),
                            List.of(step),
                            List.of(new Draft.Output("y", loss, metrics))))
                    .problems();
        }

        /** As somebody writes it who was told this fix. */
        Stated after(String fix) {
            Stated changed = this;
            for (String part : fix.split("; ", -1)) {
                changed = changed.changed(part.replace("y: ", ""));
            }
            return changed;
        }

        private Stated changed(String part) {
            if (part.startsWith("activation = ")) {
                return new Stated(
                        ActivationFunction.valueOf(part.substring("activation = ".length())), units, loss, metrics);
            }
            if (part.equals("fromLogits = false")) {
                return new Stated(activation, units, loss.map(spec -> spec.fromLogits(false)), metrics);
            }
            if (part.equals("without @Metrics")) {
                return new Stated(activation, units, loss, List.of());
            }
            List<Metric> others = Arrays.stream(
                            part.replaceAll("@Metrics\\(|[{})]", "").split(", "))
                    .map(Metric::valueOf)
                    .toList();
            return new Stated(activation, units, loss, others);
        }
    }

    @ParameterizedTest
    @EnumSource(LossFunction.class)
    void afterAFixNothingIsWrong(LossFunction function) {
        int fixes = 0;
        for (Stated stated : combinations(function)) {
            for (Problem problem : stated.problems()) {
                assertEquals(ProblemId.METRIC_MISMATCH, problem.id());
                String fix = problem.fix();
                if (!fix.isEmpty()) {
                    assertEquals(List.of(), stated.after(fix).problems(), () -> stated + ": " + fix);
                    fixes++;
                }
                boolean always = stated.activation() != ActivationFunction.SOFTMAX || stated.units() > 1;
                assertFalse(always && fix.isEmpty(), () -> stated + " has no fix: " + problem.headline());
            }
        }
        assertTrue(fixes > 0 || combinations(function).isEmpty(), function + " is refused nowhere");
    }

    /** A loss of numbers says that the output is one, whatever metric stands beside it. */
    @ParameterizedTest
    @EnumSource(
            value = LossFunction.class,
            names = {"MEAN_SQUARED_ERROR", "MEAN_ABSOLUTE_ERROR", "HUBER", "LOG_COSH", "COSINE_SIMILARITY"})
    void aNumberStaysANumber(LossFunction function) {
        for (Stated stated : combinations(function)) {
            if (stated.activation() == ActivationFunction.LINEAR || stated.activation() == ActivationFunction.RELU) {
                stated.problems()
                        .forEach(problem ->
                                assertFalse(problem.fix().contains("activation"), () -> stated + ": " + problem.fix()));
            }
        }
    }

    /** What the loss itself fits, with each metric, alone and beside another one. */
    private static List<Stated> combinations(LossFunction function) {
        List<Stated> combinations = new ArrayList<>();
        for (boolean fromLogits : new boolean[] {false, true}) {
            Optional<Loss.Spec> loss = Optional.of(Loss.Spec.of(function).fromLogits(fromLogits));
            for (ActivationFunction activation : ACTIVATIONS) {
                for (int units : new int[] {1, 3}) {
                    if (new Stated(activation, units, loss, List.of())
                            .problems()
                            .isEmpty()) {
                        for (Metric metric : Metric.values()) {
                            combinations.add(new Stated(activation, units, loss, List.of(metric)));
                            OTHERS.forEach(other ->
                                    combinations.add(new Stated(activation, units, loss, List.of(metric, other))));
                        }
                    }
                }
            }
        }
        return combinations;
    }
}
