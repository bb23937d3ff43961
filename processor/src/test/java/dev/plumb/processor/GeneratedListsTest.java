package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes that are lists, as the code of a generated class states them. */
final class GeneratedListsTest {
    @TempDir
    Path output;

    private String generated(String layer, String type) {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(Javac.IMPORTS + """
            @Model
            interface Lists {
                @Input({8, 8, 3}) Image x();
                %s %s layer(Image x);
                @Flatten Vec flat(%s layer);
                @Output @Dense(units = 1) Vec y(Vec flat);
            }
            """.formatted(layer, type, type)));
        return javac.generated("ListsModel");
    }

    @Test
    void aListThatAnotherFollows() {
        String one = generated("@RandomTranslation(heightFactor = 0.1, widthFactor = 0.2)", "Image");
        assertTrue(one.contains("Layers.randomTranslation(List.of(0.1), 0.2)"), one);
        String two = generated("@RandomTranslation(heightFactor = {-0.1, 0.2}, widthFactor = {0, 0.5})", "Image");
        assertTrue(two.contains("Layers.randomTranslation(List.of(-0.1, 0.2), 0.0, 0.5)"), two);
    }

    @Test
    void aListOfNoneThatHasADefault() {
        String code = generated("@Normalization(axis = {})", "Image");
        assertTrue(code.contains("Layers.normalization().axis(List.of())"), code);
    }

    @Test
    void aListOfNoneThatIsRequired() {
        String code = generated(
                "@GlobalAveragePooling2D Vec mean(Image x); @Dense(units = 1) Vec one(Vec mean);"
                        + " @Reshape({}) Scalar number(Vec one); @Output @Identity Scalar z(Scalar number); @Identity",
                "Image");
        assertTrue(code.contains("Layers.reshape()"), code);
    }
}
