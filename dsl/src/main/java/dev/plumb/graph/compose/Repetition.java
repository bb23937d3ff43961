package dev.plumb.graph.compose;

import dev.plumb.dsl.Bind;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A layer, block or model several times, each with weights of its own and its number as name: in a row, where the first input goes through
 * all of them and the others to each; or side by side.
 *
 * @param value how many times
 * @param parallel whether they are side by side: then each takes the same, and there are as many outputs
 * @param settings what differs from one to the next
 * @param layer what is repeated
 */
public record Repetition(int value, boolean parallel, Settings settings, LayerSpec layer)
        implements Composite, WrapperSpec {
    /** The name of the annotation that repeats a layer. */
    public static final String ANNOTATION = "dev.plumb.dsl.Repeat";

    /** The component that is no attribute of the annotation, {@link #settings}. */
    public static final String SETTINGS = "settings";

    /** Its number as messages name it: the layer may have an attribute of the same name. */
    public static final String COUNT = "Repeat.value";

    private static final int MOST = 10_000;

    private static final Attribute<Repetition, Integer> VALUE = Attribute.required("value", AttributeType.INTEGER);
    private static final Attribute<Repetition, Boolean> PARALLEL =
            Attribute.optional("parallel", AttributeType.BOOLEAN, false);
    private static final Attribute<Repetition, Settings> SETTINGS_OF =
            Attribute.optional(SETTINGS, AttributeType.instanceOf(Settings.class), Settings.NONE);
    private static final Attribute<Repetition, LayerSpec> LAYER_OF =
            Attribute.required(WRAPPED, AttributeType.instanceOf(LayerSpec.class));

    /** Its attributes. */
    public static final Definition<Repetition> DEFINITION = new Definition<>(
            ANNOTATION,
            Repetition.class,
            List.of(VALUE, PARALLEL, SETTINGS_OF, LAYER_OF),
            own -> List.of(own.value(), own.parallel(), own.settings(), own.layer()),
            values -> new Repetition(
                    values.get(VALUE), values.get(PARALLEL), values.get(SETTINGS_OF), values.get(LAYER_OF)));

    /** A layer so many times in a row. */
    public static Repetition of(int times, LayerSpec layer) {
        return new Repetition(times, false, Settings.NONE, layer);
    }

    /** A layer so many times side by side. */
    public static Repetition parallel(int times, LayerSpec layer) {
        return new Repetition(times, true, Settings.NONE, layer);
    }

    /** The same layer another number of times. */
    public Repetition times(int other) {
        return new Repetition(other, parallel, settings, layer);
    }

    /** Another layer so many times. */
    public Repetition repeating(LayerSpec other) {
        return new Repetition(value, parallel, settings, other);
    }

    /**
     * The same with attributes that differ from one repetition to the next: {@code bind("dilationRate = 2 ^ index")}.
     *
     * @throws IllegalArgumentException if a binding cannot be read, names no attribute, or another name than {@code index}
     */
    public Repetition bind(String... bindings) {
        List<String> texts = List.of(bindings);
        StepCheck.inModel(this, texts).ifPresent(fault -> {
            throw new IllegalArgumentException(
                    "@Bind(\"" + texts.get(fault.text()) + "\") of " + layer.describe() + ": " + fault.reason());
        });
        return (Repetition) StepCheck.bound(this, texts);
    }

    /** The same with other settings. */
    Repetition with(Settings others) {
        return new Repetition(value, parallel, others, layer);
    }

    @Override
    public Expansion expand(List<TensorType> types) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int index = 0; index < value; index++) {
            try {
                layers.add(each(index));
            } catch (Bindings.Failure failure) {
                return new Faulty(List.of(Problem.of(
                        ProblemId.BAD_BINDING,
                        new Place.Binding(Integer.toString(index), failure.text()),
                        ProblemId.BAD_BINDING.headline("@Bind", "repetition " + index, failure.reason()))));
            }
        }
        return GraphChecker.expand(draft(types, layers), List.of());
    }

    @Override
    public Optional<Draft> madeOf(List<TensorType> types) {
        try {
            return Optional.of(
                    draft(types, IntStream.range(0, value).mapToObj(this::each).toList()));
        } catch (Bindings.Failure failure) {
            return Optional.empty();
        }
    }

    private LayerSpec each(int index) {
        return Distribution.settled(Bindings.repeated(this, index));
    }

    @Override
    public Map<String, String> spokenNames(String use, List<String> wires) {
        Map<String, String> names = new HashMap<>();
        for (int index = 0; index < value; index++) {
            names.put(Integer.toString(index), use + "/" + index);
        }
        for (int i = 0; i < wires.size(); i++) {
            names.put(input(i), wires.get(i));
        }
        return names;
    }

    private static String input(int index) {
        return "input" + index;
    }

    private Draft draft(List<TensorType> types, List<LayerSpec> layers) {
        List<Draft.Input> inputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            inputs.add(new Draft.Input(input(i), types.get(i), TensorKind.TENSOR));
        }
        List<Draft.Step> steps = new ArrayList<>();
        for (int index = 0; index < value; index++) {
            List<Draft.Source> sources = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                TensorName wire = i == 0 && index > 0 && !parallel
                        ? result(Integer.toString(index - 1), 0)
                        : TensorName.of(input(i));
                sources.add(new Draft.Source(wire, TensorKind.TENSOR));
            }
            Draft.Terms terms = layers.get(index) instanceof Masked ? Draft.Terms.NONE.asMasked() : Draft.Terms.NONE;
            LayerSpec each = layers.get(index) instanceof Masked masked ? masked.layer() : layers.get(index);
            steps.add(new Draft.Step(Integer.toString(index), Optional.of(each), sources, TensorKind.TENSOR, terms));
        }
        List<Draft.Output> outputs = results().values().stream()
                .map(result -> new Draft.Output(result.toString(), Optional.empty(), List.of()))
                .toList();
        return new Draft("Repeat", inputs, steps, outputs);
    }

    private TensorName result(String repetition, int output) {
        List<String> names = layer.outputNames();
        return names.size() == 1 ? TensorName.of(repetition) : new TensorName(repetition, names.get(output));
    }

    /** The outputs by name: what has gone through all; of the others, and side by side, one for each repetition. */
    private Map<String, TensorName> results() {
        Map<String, TensorName> results = new LinkedHashMap<>();
        List<String> names = layer.outputNames();
        if (!parallel) {
            results.put(names.get(0), result(Integer.toString(value - 1), 0));
        }
        for (int output = parallel ? 0 : 1; output < names.size(); output++) {
            for (int index = 0; index < value; index++) {
                results.put(item(names.get(output), index), result(Integer.toString(index), output));
            }
        }
        return results;
    }

    private static String item(String output, int index) {
        return output + "/" + index;
    }

    /** The outputs that a wire of this name stands for, where that is a list; empty if it is one tensor or unknown. */
    @Override
    public List<String> listed(String output) {
        return isList(output)
                ? IntStream.range(0, value)
                        .mapToObj(index -> item(repeated(output), index))
                        .toList()
                : List.of();
    }

    @Override
    public boolean isOpenList(String output) {
        return value == Bind.BOUND && isList(output);
    }

    private boolean isList(String output) {
        int index = layer.outputNames().indexOf(repeated(output));
        return index > 0 || (index == 0 && parallel);
    }

    /** The output of the layer that is meant. */
    private String repeated(String output) {
        return output.isEmpty() && layer.outputNames().size() == 1
                ? layer.outputNames().get(0)
                : output;
    }

    @Override
    public Optional<String> plainOutput() {
        return parallel ? Optional.empty() : Optional.of(layer.outputNames().get(0));
    }

    @Override
    public List<String> outputNames() {
        return List.copyOf(results().keySet());
    }

    @Override
    public void validate(AttributeChecks checks) {
        checks.require(value >= 1 && value <= MOST, COUNT, value, "from 1 to " + MOST);
        if (wrapsAsStated()) {
            WrapperSpec.super.validate(checks);
        }
    }

    @Override
    public boolean wrapsAsStated() {
        return settings.bindings().isEmpty();
    }

    @Override
    public Arity arity() {
        return layer.arity();
    }

    @Override
    public Optional<String> inputDefault(String role, Set<String> given) {
        return layer.inputDefault(role, given);
    }

    @Override
    public List<String> inputNames() {
        return layer.inputNames();
    }

    @Override
    public Definition<Repetition> definition() {
        return DEFINITION;
    }

    @Override
    public Repetition with(String attribute, Object other) {
        return DEFINITION.with(this, attribute, other);
    }

    /** {@code Repeat(Dense(units = 64), value = 3)}. */
    @Override
    public String describe() {
        return "Repeat(" + layer.describe() + ", value = " + value + (parallel ? ", parallel = true)" : ")");
    }
}
