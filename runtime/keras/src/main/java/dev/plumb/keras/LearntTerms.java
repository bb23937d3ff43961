package dev.plumb.keras;

import dev.plumb.io.FormatException;
import dev.plumb.keras.model.LearntVocabulary;
import dev.plumb.keras.model.WrittenVocabulary;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What layers of an archive have learnt of data: a file of terms for each, one a line; and their weights, if they have some, beside the weights of the model. */
final class LearntTerms {
    private static final Set<String> KINDS = Set.of("text_vectorization", "string_lookup", "integer_lookup");

    private LearntTerms() {}

    /** The vocabularies by the paths of their layers in Keras. */
    static Map<String, LearntVocabulary> read(KerasFile file) throws IOException {
        Map<String, LearntVocabulary> read = new LinkedHashMap<>();
        if (file.isArchive()) {
            for (Map.Entry<String, String> group :
                    groups("", "", file.configured(KerasConfig::layers)).entrySet()) {
                Optional<List<String>> terms = file.lines(WrittenVocabulary.file(group.getValue() + "/"));
                if (terms.isPresent()) {
                    List<Float> weights =
                            file.hasWeights() ? file.tree(tree -> weights(tree, group.getValue())) : List.of();
                    read.put(group.getKey(), new LearntVocabulary(terms.get(), weights));
                }
            }
        }
        return read;
    }

    private static Map<String, String> groups(String path, String group, List<KerasConfig> layers) {
        Map<String, String> groups = new LinkedHashMap<>();
        for (KerasConfig layer : layers) {
            String at = group + "layers/" + layer.key();
            if (layer.isModel()) {
                String inner = at + "/"
                        + layer.model().orElseThrow().stream()
                                .map(step -> step + "/")
                                .reduce("", String::concat);
                groups.putAll(groups(path + layer.name() + "/", inner, layer.layers()));
            } else if (KINDS.contains(layer.kind())) {
                groups.put(path + layer.name(), at);
            }
        }
        return groups;
    }

    private static List<Float> weights(HdfTree tree, String path) throws FormatException {
        Group group = tree.root();
        for (String step : (path + "/vars").split("/", -1)) {
            Optional<Group> next = tree.group(group, step);
            if (next.isEmpty()) {
                return List.of();
            }
            group = next.get();
        }
        Dataset array = tree.arrays(group).get(WrittenVocabulary.WEIGHTS);
        if (array == null) {
            return List.of();
        }
        KerasArray read = tree.read(WrittenVocabulary.WEIGHTS, array);
        FloatBuffer numbers = FloatBuffer.allocate(read.elements());
        read.read(numbers);
        List<Float> weights = new ArrayList<>();
        for (int i = 0; i < numbers.capacity(); i++) {
            weights.add(numbers.get(i));
        }
        return weights;
    }
}
