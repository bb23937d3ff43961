package dev.plumb.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaNamesTest {
    @ParameterizedTest
    @CsvSource({
        "conv2d_1, conv2d_1",
        "conv2d/1, conv2d_1",
        "block1.conv-a, block1_conv_a",
        "3x3, layer3x3",
        "'', layer",
        "_, layer_",
        "default, default_",
        "true, true_",
        "hashCode, hashCode_",
        "yield, yield_",
        "größe, größe"
    })
    void aLayerBecomesAMethod(String layer, String method) {
        assertEquals(method, JavaNames.method(layer, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50, Resnet50",
        "my_model-1, MyModel1",
        "ResNet50V2, ResNet50V2",
        "sequential, SequentialNet",
        "model, ModelNet",
        "dense, DenseNet",
        "string, StringNet",
        "2d, Net2d",
        "'', Net"
    })
    void aModelBecomesAType(String model, String type) {
        assertEquals(type, JavaNames.type(model, name -> false));
    }

    @Test
    void namesThatOthersHaveAreRefused() {
        SourceStyle style = SourceStyle.inPackage("models");
        assertEquals(
                "'String' is a type of Java or of Plumb, which source in the same package would no longer mean,"
                        + " expected one like StringNet",
                assertThrows(IllegalArgumentException.class, () -> style.named("String"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> style.named("Dense"));
        assertEquals(
                "package 'java.lang' is one of Java's own, expected one like com.example.models",
                assertThrows(IllegalArgumentException.class, () -> SourceStyle.inPackage("java.lang"))
                        .getMessage());
    }

    @Test
    void whatIsTakenGetsANumber() {
        assertEquals("a_b_3", JavaNames.method("a/b", Set.of("a_b", "a_b_2")));
    }
}
