package dev.plumb.layer;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** In how many models of Keras's files a layer or option came in, or went out, as the module of these files has counted ({@code KerasCoverageTest}). */
record KerasModelCounts(Map<?, ?> counts) {
    private static final Path COUNTED = Path.of("keras/src/test/resources/keras/coverage.json");

    /** The models that came in. */
    static KerasModelCounts in() throws IOException {
        return of("in");
    }

    /** The models that went out, and that Keras opened. */
    static KerasModelCounts out() throws IOException {
        return of("out");
    }

    private static KerasModelCounts of(String way) throws IOException {
        return new KerasModelCounts(
                (Map<?, ?>) JSON.std.mapFrom(Files.readString(COUNTED)).get(way));
    }

    /**
     * The number of models.
     *
     * @param option "" for the layer itself
     */
    int of(String layer, String option) {
        return counts.get(layer) instanceof Map<?, ?> options && options.get(option) instanceof Number count
                ? count.intValue()
                : 0;
    }
}
