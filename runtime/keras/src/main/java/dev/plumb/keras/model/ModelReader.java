package dev.plumb.keras.model;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.KerasLayers;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the description of a model to a draft: what all kinds of models have in common. Goes on where something has no counterpart, to find all of it. */
public final class ModelReader {
    /** Deeper nesting is no model. */
    private static final int DEEPEST = 16;

    private final String herePath;
    private final String theirPath;
    private final int depth;
    private final Map<String, LearntVocabulary> learnt;

    private final Map<String, String> names = new HashMap<>();
    private final List<ModelDescription.MaskedInput> masked = new ArrayList<>();
    private final Map<String, String> functions = new HashMap<>();
    private final List<String> refused = new ArrayList<>();

    private ModelReader(String herePath, String theirPath, int depth, Map<String, LearntVocabulary> learnt) {
        this.herePath = herePath;
        this.theirPath = theirPath;
        this.depth = depth;
        this.learnt = learnt;
    }

    /**
     * Reads the description of a model: {@code class_name} and {@code config}.
     *
     * @param learnt vocabularies by the paths of their layers in Keras
     */
    public static ModelDescription read(Map<String, @Nullable Object> model, Map<String, LearntVocabulary> learnt) {
        ModelReader reader = new ModelReader("", "", 0, learnt);
        Draft draft = reader.draft(model);
        return new ModelDescription(draft, reader.names, reader.masked, reader.functions, reader.refused);
    }

    /** Whether a model is described by its layers; else {@link #read} refuses it. */
    public static boolean saysItsLayers(Map<String, @Nullable Object> model) {
        return Json.config(model).get("layers") instanceof List<?>;
    }

    /** What Keras calls the outputs of a model, in their order: by what returns them, or as an object of them does. */
    public static List<String> outputNames(Map<String, @Nullable Object> model) {
        Map<String, @Nullable Object> config = Json.config(model);
        if (config.get("output_layers") instanceof Map<?, ?>) {
            return List.copyOf(new TreeMap<>(Json.object(config.get("output_layers"))).keySet());
        }
        return Json.className(model).filter("Sequential"::equals).isPresent()
                ? List.of("output")
                : Tensor.listed(config.get("output_layers")).stream()
                        .map(Tensor::layer)
                        .toList();
    }

    private Draft draft(Map<String, @Nullable Object> model) {
        String className = Json.className(model).orElse("?");
        Optional<String> ownClass = Json.ownClass(model);
        ownClass.ifPresent(own -> refused.add(place() + " is of the class '" + own
                + "', which is not one of Keras: what its call does is code, which a file does not have. Where"
                + " it only calls its layers, save keras.Model(model.inputs, model.outputs)"));
        Map<String, @Nullable Object> config = Json.config(model);
        String name = LayerNames.plain(config.get("name") instanceof String said ? said : className);
        if (!saysItsLayers(model)) {
            if (ownClass.isEmpty()) {
                refused.add(place() + " is a " + className
                        + ", and has to be a Sequential or functional model: a file has no layers of any other");
            }
            return new Draft(name, List.of(), List.of(), List.of());
        }
        return className.equals("Sequential")
                ? new SequentialReader(this, name, model).draft()
                : new FunctionalReader(this, name, model).draft();
    }

    private String place() {
        return theirPath.isEmpty() ? "the model" : "'" + theirPath.substring(0, theirPath.length() - 1) + "'";
    }

    /**
     * What a layer is; one that is made of a model has it as such.
     *
     * @param name its name here
     */
    LayerSpec layer(Described layer, String name) throws NoCounterpart {
        if (layer.isModel()) {
            return ModelLayer.of(nested(layer, name));
        }
        Described wrapped =
                new Described(layer.name(), "", Json.object(layer.config().get("layer")));
        return layer.className().equals("TimeDistributed") && wrapped.isModel()
                ? Distribution.settled(Layers.timeDistributed(ModelLayer.of(nested(wrapped, name))))
                : KerasLayers.read(withVocabulary(layer));
    }

    private Map<String, @Nullable Object> withVocabulary(Described layer) {
        LearntVocabulary vocabulary = learnt.get(theirPath + layer.name());
        return vocabulary == null ? layer.json() : vocabulary.statedIn(layer.json());
    }

    private Draft nested(Described model, String name) throws NoCounterpart {
        if (depth == DEEPEST) {
            throw new NoCounterpart("models are nested more than " + DEEPEST + " deep");
        }
        ModelReader reader = new ModelReader(herePath + name + "/", theirPath + model.name() + "/", depth + 1, learnt);
        Draft draft = reader.draft(model.json());
        names.putAll(reader.names);
        masked.addAll(reader.masked);
        functions.putAll(reader.functions);
        refused.addAll(reader.refused);
        if (reader.refused.isEmpty()) {
            GraphChecker.structure(draft).forEach(problem -> refuse(model, problem.headline()));
        }
        return draft;
    }

    /** A layer here is a layer there. */
    void named(String here, String there) {
        String path = herePath + here;
        if (!path.equals(theirPath + there)) {
            names.put(path, theirPath + there);
        }
    }

    void masked(String layer, Described described, int input) {
        masked.add(new ModelDescription.MaskedInput(herePath + layer, title(described), input));
    }

    /** A layer here is a function there. */
    void function(String layer, Described described) {
        functions.put(herePath + layer, title(described));
    }

    void refuse(Described layer, String reason) {
        refused.add(title(layer) + ": " + reason);
    }

    void refuse(String reason) {
        refused.add(reason);
    }

    /** Whether something is refused already, which may be why something else is missing. */
    boolean hasRefused() {
        return !refused.isEmpty();
    }

    private String title(Described layer) {
        return "'" + theirPath + layer.name() + "' (" + layer.className() + ")";
    }

    /** The inputs of a draft, by their places. */
    static List<TensorType> types(Draft draft) {
        return draft.inputs().stream().map(Draft.Input::type).toList();
    }
}
