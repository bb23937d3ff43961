package dev.plumb.processor.random;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Ways to break a model. Most of the time it is broken then. */
enum Breakage {
    /** A wire with a slip in its name, or one that a compiler has lost. */
    UNKNOWN_WIRE {
        @Override
        void change(Parts parts, Random random) {
            parts.source(
                    random, old -> random.nextInt(4) == 0 ? "arg0" : random.nextInt(3) == 0 ? "nowhere" : old + "s");
        }
    },
    /** A layer that takes from itself or from one below it. */
    CYCLE {
        @Override
        void change(Parts parts, Random random) {
            parts.source(
                    random,
                    old -> parts.steps.get(random.nextInt(parts.steps.size())).name());
        }
    },
    /** A wire to another tensor above. */
    OTHER_WIRE {
        @Override
        void change(Parts parts, Random random) {
            int at = parts.anyStep(random);
            List<String> above = new ArrayList<>();
            parts.inputs.forEach(input -> above.add(input.name()));
            for (Draft.Step step : parts.steps.subList(0, at)) {
                above.add(step.name());
                List<String> outputs = step.layer().orElseThrow().outputNames();
                outputs.stream().skip(1).forEach(output -> above.add(step.name() + "." + output));
            }
            parts.source(at, random, old -> above.get(random.nextInt(above.size())));
        }
    },
    /** A wire from another output of its layer, or from one that it does not have. */
    OTHER_OUTPUT {
        @Override
        void change(Parts parts, Random random) {
            List<String> outputs = List.of("output", "state", "cell", "stat", "forward", "backward", "forward_state");
            List<Integer> several = IntStream.range(0, parts.steps.size())
                    .filter(i -> parts.takesFromSeveral(parts.steps.get(i)))
                    .boxed()
                    .toList();
            int at = several.isEmpty() || random.nextInt(4) == 0
                    ? parts.anyStep(random)
                    : several.get(random.nextInt(several.size()));
            parts.source(at, random, old -> old + "." + outputs.get(random.nextInt(outputs.size())));
        }
    },
    /** A layer with other attributes. */
    OTHER_ATTRIBUTES {
        @Override
        void change(Parts parts, Random random) {
            parts.layer(random, layer -> new RandomLayers(random).layer(layer.layerName()));
        }
    },
    /** A layer with one attribute that it hardly accepts. */
    BAD_ATTRIBUTE {
        @Override
        void change(Parts parts, Random random) {
            parts.layer(random, new RandomLayers(random)::spoiled);
        }
    },
    /** Another layer. */
    OTHER_LAYER {
        @Override
        void change(Parts parts, Random random) {
            parts.layer(random, layer -> new RandomLayers(random).layer());
        }
    },
    /** A wire too many, or one that is missing. */
    OTHER_ARITY {
        @Override
        void change(Parts parts, Random random) {
            int at = parts.anyStep(random);
            Draft.Step step = parts.steps.get(at);
            List<Draft.Source> sources = new ArrayList<>(step.sources());
            if (sources.isEmpty()) {
                return;
            }
            if (random.nextBoolean()) {
                sources.remove(sources.size() - 1);
            } else {
                sources.add(sources.get(0));
            }
            parts.steps.set(at, new Draft.Step(step.name(), step.layer(), sources, step.declared()));
        }
    },
    /** A layer that nothing takes from. */
    DEAD_LAYER {
        @Override
        void change(Parts parts, Random random) {
            String source = parts.inputs.get(0).name();
            parts.steps.add(RandomModels.step("dead", Layers.dense(3), List.of(source)));
        }
    },
    /** An input that nothing takes from. */
    DISCONNECTED_INPUT {
        @Override
        void change(Parts parts, Random random) {
            parts.inputs.add(new Draft.Input("alone", TensorType.floats(4), TensorKind.TENSOR));
        }
    },
    /** An input of another shape or element type. */
    OTHER_INPUT {
        @Override
        void change(Parts parts, Random random) {
            int at = random.nextInt(parts.inputs.size());
            List<Shape> shapes = List.of(
                    Shape.of(0),
                    Shape.of(3),
                    Shape.of(5, 4),
                    Shape.parse("n"),
                    Shape.of(2, 5, 3),
                    Shape.of(4, 4, 4, 2),
                    new Shape(List.of(Dim.named("not a name"))));
            DType dtype = new RandomLayers(random).pick(List.of(DType.values()));
            TensorType type = TensorType.of(shapes.get(random.nextInt(shapes.size())), dtype);
            parts.inputs.set(at, new Draft.Input(parts.inputs.get(at).name(), type, TensorKind.TENSOR));
        }
    },
    NO_INPUT {
        @Override
        void change(Parts parts, Random random) {
            parts.inputs.clear();
        }
    },
    NO_OUTPUT {
        @Override
        void change(Parts parts, Random random) {
            parts.outputs.clear();
        }
    },
    WRONG_LOSS {
        @Override
        void change(Parts parts, Random random) {
            LossFunction function = new RandomLayers(random).pick(List.of(LossFunction.values()));
            Loss.Spec loss = new Loss.Spec(function, 1.0, random.nextBoolean(), random.nextInt(3) - 0.5);
            parts.outputs.replaceAll(output -> new Draft.Output(output.name(), Optional.of(loss), output.metrics()));
        }
    },
    /** Two layers of one name. They differ in their number of wires: Java has no two methods that do not. */
    DUPLICATE_NAME {
        @Override
        void change(Parts parts, Random random) {
            Draft.Step step = parts.steps.get(parts.anyStep(random));
            List<String> sources = new ArrayList<>(List.of(parts.inputs.get(0).name()));
            if (step.sources().size() == 1) {
                sources.add(parts.inputs.get(0).name());
            }
            parts.steps.add(RandomModels.step(step.name(), new RandomLayers(random).layer(), sources));
        }
    };

    abstract void change(Parts parts, Random random);

    /** The broken model; the same model where there is nothing to break. */
    Draft apply(Draft draft, Random random) {
        if (draft.steps().isEmpty() || draft.inputs().isEmpty()) {
            return draft;
        }
        Parts parts = new Parts(draft);
        change(parts, random);
        return new Draft(draft.name(), parts.inputs, parts.steps, parts.outputs);
    }

    /** A draft in pieces. */
    static final class Parts {
        final List<Draft.Input> inputs;
        final List<Draft.Step> steps;
        final List<Draft.Output> outputs;

        Parts(Draft draft) {
            inputs = new ArrayList<>(draft.inputs());
            steps = new ArrayList<>(draft.steps());
            outputs = new ArrayList<>(draft.outputs());
        }

        /** Whether one of its wires is from a layer of several outputs. */
        boolean takesFromSeveral(Draft.Step step) {
            List<String> sources = step.sources().stream()
                    .map(source -> source.wire().source())
                    .toList();
            return steps.stream()
                    .filter(other -> sources.contains(other.name()))
                    .anyMatch(other -> other.layer().orElseThrow().outputNames().size() > 1);
        }

        int anyStep(Random random) {
            return random.nextInt(steps.size());
        }

        void layer(Random random, UnaryOperator<LayerSpec> change) {
            int at = anyStep(random);
            Draft.Step step = steps.get(at);
            LayerSpec layer = change.apply(step.layer().orElseThrow());
            steps.set(at, new Draft.Step(step.name(), Optional.of(layer), step.sources(), step.declared()));
        }

        void source(Random random, UnaryOperator<String> change) {
            source(anyStep(random), random, change);
        }

        void source(int at, Random random, UnaryOperator<String> change) {
            Draft.Step step = steps.get(at);
            if (step.sources().isEmpty()) {
                return;
            }
            List<Draft.Source> sources = new ArrayList<>(step.sources());
            int index = random.nextInt(sources.size());
            String wire = change.apply(sources.get(index).wire().source());
            sources.set(index, new Draft.Source(TensorName.parse(wire), TensorKind.TENSOR));
            steps.set(at, new Draft.Step(step.name(), step.layer(), sources, step.declared()));
        }
    }
}
