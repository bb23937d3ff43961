package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/** What all convolutions have, over however many axes: a window, an activation at the end, a bias. */
public interface WindowedSpec extends LayerSpec {
    /** The number of axes that the window covers. */
    int axes();

    List<Integer> kernelSize();

    List<Integer> strides();

    List<Integer> dilationRate();

    Padding padding();

    ActivationFunction activation();

    boolean useBias();

    Weight.Settings biasSettings();

    @Override
    default String finalActivationAttribute() {
        return "activation";
    }
}
