package dev.plumb.keras.model;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Sequential model. */
final class SequentialReader {
    private final ModelReader reader;
    private final String name;
    private final Map<String, @Nullable Object> model;
    private final LayerNames names = new LayerNames();

    SequentialReader(ModelReader reader, String name, Map<String, @Nullable Object> model) {
        this.reader = reader;
        this.name = name;
        this.model = model;
    }

    Draft draft() {
        List<Described> layers = new ArrayList<>(Described.of(model));
        String input = names.of(
                !layers.isEmpty() && layers.get(0).isInput() ? layers.get(0).name() : "input");
        Optional<TensorType> type = inputType(layers);
        layers.removeIf(Described::isInput);
        TensorName at = TensorName.of(input);
        List<Draft.Step> steps = new ArrayList<>();
        for (Described layer : layers) {
            String own = names.of(layer.name());
            reader.named(own, layer.name());
            try {
                LayerSpec spec = reader.layer(layer, own);
                if (steps.isEmpty() && type.isPresent()) {
                    type = Optional.of(Ids.asTakenBy(spec, 0, type.get()));
                }
                Draft.Terms terms = layer.isFrozen() ? Draft.Terms.NONE.asFrozen() : Draft.Terms.NONE;
                steps.add(new Draft.Step(
                        own,
                        Optional.of(spec),
                        List.of(new Draft.Source(at, TensorKind.TENSOR)),
                        TensorKind.TENSOR,
                        terms));
                at = TensorName.of(own);
            } catch (NoCounterpart e) {
                reader.refuse(layer, e.getMessage());
            }
        }
        List<Draft.Input> inputs = type.stream()
                .map(known -> new Draft.Input(input, known, TensorKind.TENSOR))
                .toList();
        return new Draft(name, inputs, steps, List.of(new Draft.Output(at.toString(), Optional.empty(), List.of())));
    }

    /** What it states about its input: in a layer for it, in the first layer, or beside the layers. */
    private Optional<TensorType> inputType(List<Described> layers) {
        try {
            if (!layers.isEmpty()
                    && (layers.get(0).isInput() || layers.get(0).config().containsKey("batch_input_shape"))) {
                return Optional.of(InputTypes.of(layers.get(0).config(), ""));
            }
            Object built = Json.config(model).get("build_input_shape");
            Object shape =
                    built == null ? Json.object(model.get("build_config")).get("input_shape") : built;
            if (shape != null) {
                return Optional.of(TensorType.of(InputTypes.shape(shape, ""), DType.FLOAT32));
            }
            if (!layers.isEmpty() && layers.get(0).isModel()) {
                List<TensorType> inner = ModelReader.types(
                        ModelReader.read(layers.get(0).json(), Map.of()).draft());
                return inner.size() == 1 ? Optional.of(inner.get(0)) : Optional.empty();
            }
            reader.refuse("the model '" + name
                    + "' does not state the shape of its input: call it or give it an Input in Keras, and save"
                    + " it again");
        } catch (NoCounterpart e) {
            reader.refuse("the input of the model '" + name + "': " + e.getMessage());
        }
        return Optional.empty();
    }
}
