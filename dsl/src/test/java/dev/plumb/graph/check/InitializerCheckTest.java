package dev.plumb.graph.check;

import static dev.plumb.dsl.DType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some initializers make matrices only. */
final class InitializerCheckTest {

    private static List<String> problems(Shape input, LayerSpec layer) {
        try {
            SequentialBuilder.named("Model", input, FLOAT32).add(layer).build();
            return List.of();
        } catch (GraphException wrong) {
            return wrong.problems().stream().map(Problem::firstLine).toList();
        }
    }

    private static Init.Spec init(Initializer initializer) {
        return Init.Spec.of(initializer);
    }

    @Test
    void aBiasHasNoIdentity() {
        assertEquals(
                List.of(
                        "[plumb/bad-attribute] Dense 'dense' has biasInitializer = @Init(IDENTITY): must be one that can make"
                                + " 'bias', (3): IDENTITY makes matrices"),
                problems(Shape.of(4), Layers.dense(3).biasInitializer(init(Initializer.IDENTITY))));
    }

    @Test
    void theAttributeIsFoundByNameNotByValue() {
        assertEquals(
                List.of(
                        "[plumb/bad-attribute] Dense 'dense' has biasInitializer = @Init(IDENTITY): must be one that can make"
                                + " 'bias', (4): IDENTITY makes matrices"),
                problems(
                        Shape.of(4),
                        Layers.dense(4)
                                .kernelInitializer(init(Initializer.IDENTITY))
                                .biasInitializer(init(Initializer.IDENTITY))));
    }

    @Test
    void aScaleIsNotOrthogonal() {
        assertEquals(
                List.of("[plumb/bad-attribute] BatchNormalization 'batch_normalization' has gammaInitializer ="
                        + " @Init(ORTHOGONAL): must be one that can make 'gamma', (4): ORTHOGONAL makes matrices"),
                problems(Shape.of(4), Layers.batchNormalization().gammaInitializer(init(Initializer.ORTHOGONAL))));
    }

    @Test
    void theKernelOfAConvolutionMayBeOrthogonalButNotIdentity() {
        Shape image = Shape.of(4, 4, 1);
        assertEquals(List.of(), problems(image, conv(Initializer.ORTHOGONAL)));
        assertEquals(
                List.of(
                        "[plumb/bad-attribute] Conv2D 'conv2d' has kernelInitializer = @Init(IDENTITY): must be one that can"
                                + " make 'kernel', (2, 2, 1, 3): IDENTITY makes matrices"),
                problems(image, conv(Initializer.IDENTITY)));
    }

    private static LayerSpec conv(Initializer initializer) {
        return Layers.conv2D(3, 2).kernelInitializer(init(initializer));
    }
}
