package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler says to samples with a mistake made in them. */
final class MistakesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/plumb/samples");

    @TempDir
    Path output;

    @Test
    void anInputThatIsLeftOutIsMissedWhereItIsRead() throws IOException {
        assertEquals("""
                TwoBranches.java:26: error: [plumb/unknown-wire] Dense 'fromRight' has no layer or input 'right' to take its input from
                    Vec fromRight(Vec right);
                                      ^
                    known  fromLeft, left
                    see    docs/errors/unknown-wire.md""", printed("gallery/TwoBranches", "    @Input(64)\n    Vec right();\n", ""));
    }

    @Test
    void anInputThatNothingReadsIsDisconnected() throws IOException {
        assertEquals("""
                TwoBranches.java:22: error: [plumb/disconnected-input] input 'right' reaches no output
                    Vec right();
                        ^
                    see  docs/errors/disconnected-input.md""", printed("gallery/TwoBranches", "fromRight(Vec right)", "fromRight(Vec left)"));
    }

    @Test
    void twoEqualEncodersAreWarnedOf() throws IOException {
        assertEquals("""
                TwoEncoders.java:24: warning: [plumb/duplicate-encoder] Dense 'right' is equal to Dense 'left', on an input of the same type and with weights of its own: they learn apart from each other
                    Vec right(Vec rightImage);
                        ^
                    left   Dense(units = 64)   (100) -> (64)
                    right  Dense(units = 64)   (100) -> (64)
                    help   to make them one layer, put @SameWeightsAs("left") in place of @Dense on 'right'; if they are meant to differ, say so: @SuppressWarnings("plumb/duplicate-encoder")
                    see    docs/errors/duplicate-encoder.md""", printed("siamese/TwoEncoders", "@SuppressWarnings(\"plumb/duplicate-encoder\")", ""));
    }

    /** What the compiler prints about a sample in which one part is another. */
    private String printed(String sample, String part, String mistake) throws IOException {
        String source = Files.readString(SOURCES.resolve(sample + ".java"));
        assertTrue(source.contains(part), part);
        return Javac.printed(List.of(source.replace(part, mistake)), output);
    }
}
