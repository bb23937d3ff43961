package dev.plumb.processor.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.plumb.processor.PlumbProcessor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The models of the benchmark are what they are said to be. */
final class ModelSourcesTest {

    private static Compilation compile(String type, String source) {
        return Compiler.javac()
                .withProcessors(new PlumbProcessor())
                .withOptions("-Xmaxerrs", "1000") // javac stops at 100
                .compile(JavaFileObjects.forSourceString(type, source));
    }

    @Test
    void resNet50HasTheParametersOfKeras() throws IOException {
        Compilation compilation = compile("ResNet50", ModelSources.resNet50());
        assertEquals(Compilation.Status.SUCCESS, compilation.status(), compilation.diagnostics()::toString);
        String generated = compilation
                .generatedSourceFile("ResNet50Model")
                .orElseThrow()
                .getCharContent(false)
                .toString();
        assertTrue(generated.contains("Total params: 25,636,712 "), generated);
        assertTrue(generated.contains("Non-trainable params: 53,120 "), generated);
        assertTrue(generated.contains("FLOPs per example: 7,715,946,496 (7.72 G)"), generated);
    }

    @Test
    void aModelOfFiveThousandLayersCompiles() {
        assertEquals(
                Compilation.Status.SUCCESS,
                compile("Chain", ModelSources.chain(5_000)).status());
    }

    @Test
    void oneMistakeInFiveThousandLayersIsOneMessage() {
        assertEquals(
                List.of("[plumb/shape-mismatch] Add 'layer9' needs inputs of one shape: 'layer8' is (32), 'layer6' is"
                        + " (64)"),
                compile("Chain", ModelSources.chain(5_000, 7, 0)).errors().stream()
                        .map(error -> error.getMessage(null).lines().findFirst().orElseThrow())
                        .toList());
    }

    @Test
    void eachOfManySlipsIsAMessage() {
        assertEquals(
                200,
                compile("Chain", ModelSources.chain(5_000, 0, 200)).errors().size());
    }
}
