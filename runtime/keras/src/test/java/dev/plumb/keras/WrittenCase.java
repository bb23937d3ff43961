package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.model.LearntOfData;
import dev.plumb.keras.model.ModelWriter;
import dev.plumb.keras.model.WrittenModel;
import dev.plumb.preprocess.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A case of a layer that is compared with Keras, as a model of Keras: each model once, however many cases have it.
 *
 * @param name by which what Keras says of it is recorded
 * @param layer the case
 * @param description what a file would say
 */
record WrittenCase(String name, LayerCase layer, String description) {
    private static final LearntOfData NOTHING = new LearntOfData() {
        @Override
        public Optional<Vocabulary> vocabulary(Node node) {
            return Optional.empty();
        }

        @Override
        public Optional<List<Float>> boundaries(Node node) {
            return Optional.empty();
        }
    };

    /** All that can be written. */
    static List<WrittenCase> all() throws IOException {
        List<WrittenCase> all = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String file : LayerCase.FILES) {
            for (LayerCase layer : LayerCase.read(file)) {
                WrittenModel written = ModelWriter.write(layer.model().graph(), NOTHING, OptionalInt.empty());
                String description = JSON.std.asString(written.description());
                if (written.refused().isEmpty() && seen.add(description)) {
                    all.add(new WrittenCase(digest(description), layer, description));
                }
            }
        }
        return all;
    }

    private static String digest(String description) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(description.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The layers, in their order. */
    List<LayerSpec> layers() {
        return layer.model().graph().nodes().stream().map(Node::spec).toList();
    }
}
