package dev.plumb.samples.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/deployment.md: what a process loads until the first prediction of a small network. Time cannot be tested, but classes are most of it. */
final class StartTest {
    /** There were 447, a fifth of them made for lambdas. */
    private static final int MOST_OF_PLUMB = 500;

    private static final int MOST_LAYERS = 14;

    private static final Pattern LOADED = Pattern.compile("(?m)^\\[[^\\n]*] (\\S+) source: ");

    private static List<String> loaded = List.of();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String printed = SmallClassPath.run(List.of("-Xlog:class+load:stdout"), FirstPrediction.class);
        assertTrue(printed.contains("predicted 10"), printed);
        loaded = LOADED.matcher(printed).results().map(found -> found.group(1)).toList();
    }

    /**
     * The comparison of records, which the JVM makes when it is asked first; loggers, formats and regular expressions; JSON; ND4J; and what loads native
     * code.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.runtime.ObjectMethods",
                "java.util.Formatter",
                "java.util.logging.",
                "java.util.regex.Matcher",
                "java.net.http.",
                "com.fasterxml.jackson.",
                "org.nd4j.",
                "org.bytedeco."
            })
    void doesWithout(String prefix) {
        assertEquals(
                List.of(),
                loaded.stream().filter(name -> name.startsWith(prefix)).toList());
    }

    /** Beside its own a few that passes look for by their class; there are more than a hundred. */
    @Test
    void loadsFewLayersThatItHasNot() {
        List<String> layers = loaded.stream()
                .filter(name -> name.matches("dev\\.plumb\\.dsl\\.layer\\.[A-Za-z0-9]+Layer"))
                .toList();
        assertTrue(layers.contains("dev.plumb.dsl.layer.DenseLayer") && layers.size() <= MOST_LAYERS, layers::toString);
    }

    @Test
    void loadsFewClasses() {
        long count =
                loaded.stream().filter(name -> name.startsWith("dev.plumb.")).count();
        assertTrue(count > 100 && count <= MOST_OF_PLUMB, count + " classes of Plumb's");
    }
}
