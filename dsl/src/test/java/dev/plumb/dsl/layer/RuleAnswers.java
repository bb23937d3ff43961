package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Operand;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a layer's rules answer, as text. */
final class RuleAnswers {
    private RuleAnswers() {}

    /** A masked sequence. */
    static TensorType masked(long... sizes) {
        return TensorType.floats(sizes).withMask(true);
    }

    /** A float tensor with named axes. */
    static TensorType named(String... axes) {
        return TensorType.of(Shape.parse(axes), DType.FLOAT32);
    }

    /** The type of the output, with {@code masked} if it is; or the headline of what does not fit. Inputs are named x0, x1 … */
    static String infer(LayerSpec spec, TensorType... inputs) {
        List<TensorType> types = List.of(inputs);
        Inference answer = spec.infer(types);
        if (answer instanceof Inference.Failure failure) {
            List<Operand> operands = IntStream.range(0, inputs.length)
                    .mapToObj(i -> new Operand("x" + i, types.get(i)))
                    .toList();
            return failure.mismatch().headline(spec.layerName(), operands);
        }
        TensorType output = ((Inference.Types) answer).outputs().get(0);
        return output + (output.masked() ? " masked" : "");
    }

    /** Names and shapes of the weights in order, then the number of all parameters. */
    static String weights(LayerSpec spec, TensorType... inputs) {
        List<Weight> weights = spec.weights(List.of(inputs));
        return weights.stream()
                .map(weight -> weight.name() + " " + weight.shape())
                .collect(Collectors.joining(", ", "", ": " + parameters(weights)));
    }

    /** The number of all parameters, for an input of these sizes. */
    static long parameters(LayerSpec spec, long... sizes) {
        return parameters(spec.weights(List.of(TensorType.floats(sizes))));
    }

    private static long parameters(List<Weight> weights) {
        return weights.stream().mapToLong(Weight::parameters).sum();
    }

    /** The headlines of what is wrong with the attributes. */
    static List<String> validate(LayerSpec spec) {
        List<String> headlines = new ArrayList<>();
        for (Mismatch problem : AttributeChecks.of(spec)) {
            headlines.add(problem.headline(spec.layerName(), List.of()));
        }
        return headlines;
    }
}
