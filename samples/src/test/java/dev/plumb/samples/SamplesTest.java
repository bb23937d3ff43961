package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamplesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void withoutANameTheyAreListed() {
        assertTrue(Samples.run(List.of(), out));
        Samples.all().forEach(sample -> assertTrue(printed().contains(sample.name() + " "), printed()));
        Samples.all().forEach(sample -> assertTrue(printed().contains(sample.idea()), printed()));
    }

    @Test
    void theyAreListedOnDemand() {
        assertTrue(Samples.run(List.of("list"), out));
        assertTrue(printed().startsWith("digits "), printed());
    }

    @Test
    void anUnknownNameIsToldInALineWithTheOthers() {
        assertFalse(Samples.run(List.of("digit"), out));
        assertEquals(
                "There is no sample 'digit'. There are: " + String.join(", ", Samples.names()),
                printed().strip());
    }

    /** So that Maven refuses an unknown name before it builds anything. */
    @Test
    void mavenKnowsTheNames() throws IOException {
        String names = "<sample.names>" + String.join("|", Samples.names()) + "</sample.names>";
        assertTrue(Files.readString(Path.of("..", "pom.xml")).contains(names), names);
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                Samples.all().size(),
                Samples.all().stream().map(Sample::name).distinct().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"residual", "multitask", "attention", "sequences", "comparison", "rare", "backbones", "gallery"})
    void runsToItsEnd(String name) {
        assertTrue(Samples.run(List.of(name), out));
    }

    @Test
    void theMainSampleTellsItsAccuracyAndDrawsDigits() {
        assertTrue(Samples.run(List.of("digits"), out));
        assertTrue(printed().contains("Test accuracy: 9"), printed());
        assertTrue(printed().contains("@@"), printed());
        assertTrue(printed().contains("the model says"), printed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "powerplant", "electricity", "reviews", "trees"})
    void withoutItsFilesItSaysWhereToGetThem(String name) {
        assertTrue(Samples.run(List.of(name), out));
        assertTrue(printed().startsWith("This sample needs"), printed());
        assertTrue(printed().contains("as its argument"), printed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "powerplant", "electricity", "reviews", "transfer", "trees"})
    void aMissingFileIsToldByItsPath(String name) {
        assertTrue(Samples.run(List.of(name, "no/such/place"), out));
        assertTrue(printed().contains("no/such/place"), printed());
    }

    @Test
    void theLayersOfAModelAreShown() {
        assertTrue(Samples.run(List.of("gallery", "MnistReunited"), out));
        assertTrue(printed().contains("21,668,442"), printed());
    }

    @Test
    void theGalleryCountsWhatCodeHas() {
        assertTrue(Samples.run(List.of("gallery"), out));
        assertTrue(printed().contains("SiameseImages            15,746,048 parameters"), printed());
    }

    @Test
    void aModelThatIsNotInTheGalleryIsTold() {
        assertTrue(Samples.run(List.of("gallery", "Nothing"), out));
        assertEquals("There is no model 'Nothing' in the gallery.", printed().strip());
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
