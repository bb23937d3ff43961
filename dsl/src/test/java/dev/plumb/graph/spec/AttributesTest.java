package dev.plumb.graph.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.ByName;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.Layers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AttributesTest {

    @Test
    void whatIsLeftOutHasTheAnnotationsDefault() {
        DenseLayer dense = Layers.dense(64);
        assertEquals(ActivationFunction.LINEAR, dense.activation());
        assertEquals(true, dense.useBias());
        assertEquals(Init.Spec.of(Initializer.GLOROT_UNIFORM), dense.kernelInitializer());
        assertEquals(Map.of("units", 64), dense.nonDefaultAttributes());
        assertEquals(List.of(1), Layers.conv2D(2, 3).strides());
    }

    @Test
    void valuesMayComeFromAnnotationsOrFromJson() {
        Conv2DLayer expected = Layers.conv2D(2, 3, 5).padding(Padding.SAME);
        assertEquals(
                expected,
                ByName.layer(Conv2DLayer.DEFINITION, "filters", 2L, "kernelSize", new int[] {3, 5}, "padding", "SAME"));
        assertEquals(
                Layers.dense(1).kernelInitializer(Initializer.HE_NORMAL),
                ByName.layer(DenseLayer.DEFINITION, "units", 1.0, "kernelInitializer", Map.of("value", "HE_NORMAL")));
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
                "Conv2D.kernelSize cannot be 2.5: it takes int",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ByName.layer(Conv2DLayer.DEFINITION, "filters", 1, "kernelSize", List.of(3, 2.5)))
                        .getMessage());
    }

    private static String refused(Object... namesAndValues) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ByName.layer(DenseLayer.DEFINITION, namesAndValues))
                        .getMessage());
    }

    @Test
    void aLayerIsDescribedAsAUserWouldWriteIt() {
        assertEquals("Flatten", Layers.flatten().describe());
        assertEquals("Dropout(0.3)", Layers.dropout(0.3).describe());
        assertEquals(
                "Dropout(value = 0.3, noiseShape = {-1, 1})",
                Layers.dropout(0.3).noiseShape(-1, 1).describe());
        assertEquals(
                "Conv2D(filters = 8, kernelSize = 3, padding = SAME, activation = RELU, kernelInitializer = @Init(HE_NORMAL))",
                Layers.conv2D(8, 3)
                        .padding(Padding.SAME)
                        .activation(ActivationFunction.RELU)
                        .kernelInitializer(Initializer.HE_NORMAL)
                        .describe());
    }

    @Test
    void attributesOfAWrappedLayerAreStatedBesideThoseOfItsWrapper() {
        LayerSpec both = Layers.bidirectional(Layers.lstm(4)).mergeMode(MergeMode.SUM);
        assertEquals(MergeMode.SUM, Attributes.stated(both).get("mergeMode"));
        assertEquals(4, Attributes.stated(both).get("units"));
        assertEquals(Layers.bidirectional(Layers.lstm(8)).mergeMode(MergeMode.SUM), Attributes.with(both, "units", 8));
        assertEquals("Bidirectional(LSTM(units = 4), mergeMode = SUM)", both.describe());
    }
}
