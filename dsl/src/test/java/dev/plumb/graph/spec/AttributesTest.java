package dev.plumb.graph.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Flatten;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AttributesTest {

    @Test
    void whatIsLeftOutHasTheAnnotationsDefault() {
        Dense.Spec dense = LayerSpec.of(Dense.Spec.class, "units", 64);
        assertEquals(ActivationFunction.LINEAR, dense.activation());
        assertEquals(true, dense.useBias());
        assertEquals(Init.Spec.of(Initializer.GLOROT_UNIFORM), dense.kernelInitializer());
        assertEquals(Map.of("units", 64), Attributes.nonDefault(dense));
        assertEquals(
                List.of(1),
                LayerSpec.of(Conv2D.Spec.class, "filters", 2, "kernelSize", 3).strides());
    }

    @Test
    void valuesMayComeFromAnnotationsOrFromJson() {
        Conv2D.Spec expected =
                LayerSpec.of(Conv2D.Spec.class, "filters", 2, "kernelSize", List.of(3, 5), "padding", Padding.SAME);
        assertEquals(
                expected,
                LayerSpec.of(Conv2D.Spec.class, "filters", 2L, "kernelSize", new int[] {3, 5}, "padding", "SAME"));
        assertEquals(
                LayerSpec.of(Dense.Spec.class, "units", 1, "kernelInitializer", Init.Spec.of(Initializer.HE_NORMAL)),
                LayerSpec.of(Dense.Spec.class, "units", 1.0, "kernelInitializer", Map.of("value", "HE_NORMAL")));
    }

    @Test
    void whatDoesNotFitIsNamedWithItsAttribute() {
        assertEquals("Dense has no attribute 'unit', did you mean 'units'?", refused("unit", 64));
        assertEquals("Dense needs the attribute 'units'", refused("useBias", true));
        assertEquals("Dense.units cannot be 1.5: it takes int", refused("units", 1.5));
        assertEquals("Dense.units cannot be \"many\": it takes int", refused("units", "many"));
        assertEquals("Dense.units cannot be {3, 4}: it takes int", refused("units", new int[] {3, 4}));
        assertEquals("Dense.useBias cannot be 1: it takes boolean", refused("units", 1, "useBias", 1));
        String activation = refused("units", 1, "activation", "RELUU");
        assertEquals(
                "Dense.activation cannot be \"RELUU\": it takes one of [LINEAR, RELU, ",
                activation.substring(0, activation.indexOf("RELU6")));
        assertEquals(
                "attributes come as name, value, name, value …: the last name 'units' has no value", refused("units"));
        assertEquals(
                "Conv2D.kernelSize cannot be 2.5: it takes int",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LayerSpec.of(Conv2D.Spec.class, "filters", 1, "kernelSize", List.of(3, 2.5)))
                        .getMessage());
    }

    private static String refused(Object... namesAndValues) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> LayerSpec.of(Dense.Spec.class, namesAndValues))
                        .getMessage());
    }

    @Test
    void aLayerIsDescribedAsAUserWouldWriteIt() {
        assertEquals("Flatten", new Flatten.Spec().describe());
        assertEquals(
                "Dropout(0.3)", LayerSpec.of(Dropout.Spec.class, "value", 0.3).describe());
        assertEquals(
                "Dropout(value = 0.3, noiseShape = {-1, 1})",
                LayerSpec.of(Dropout.Spec.class, "value", 0.3, "noiseShape", List.of(-1, 1))
                        .describe());
        assertEquals(
                "Conv2D(filters = 8, kernelSize = 3, padding = SAME, activation = RELU, kernelInitializer = @Init(HE_NORMAL))",
                LayerSpec.of(
                                Conv2D.Spec.class,
                                "filters",
                                8,
                                "kernelSize",
                                3,
                                "padding",
                                Padding.SAME,
                                "activation",
                                ActivationFunction.RELU,
                                "kernelInitializer",
                                Init.Spec.of(Initializer.HE_NORMAL))
                        .describe());
    }
}
