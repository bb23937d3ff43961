package dev.plumb.processor.random.composition;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says a program to the builder, as one would by hand. */
final class ByHand {
    private final Map<String, Graph> models = new HashMap<>();
    private final Map<String, BlockDefinition> blocks = new HashMap<>();

    /**
     * What the builder says of a program.
     *
     * @param problems of the first declaration that has any; the others are not made then
     * @param refused why it cannot even be written, "" if it can
     * @param graph the graph, if it is right
     */
    record Result(List<Problem> problems, String refused, Optional<Graph> graph) {
        boolean isSound() {
            return graph.isPresent();
        }

        @Override
        public String toString() {
            return isSound()
                    ? "sound"
                    : refused + problems.stream().map(Problem::text).toList();
        }
    }

    static Result of(Program program) {
        ByHand hand = new ByHand();
        try {
            program.declarations().forEach(hand::declare);
        } catch (GraphException broken) {
            return new Result(broken.problems(), "", Optional.empty());
        } catch (IllegalArgumentException refused) {
            return new Result(List.of(), String.valueOf(refused.getMessage()), Optional.empty());
        }
        return new Result(List.of(), "", Optional.of(hand.graph(program.main().name())));
    }

    /**
     * Makes a model or block, which later ones may use.
     *
     * @throws GraphException if it has problems
     * @throws IllegalArgumentException if it cannot be said at all
     */
    void declare(Program.Declaration one) {
        if (one.kind() == Program.Kind.MODEL) {
            models.put(one.name(), model(one));
        } else {
            blocks.put(one.name(), block(one));
        }
    }

    Graph graph(String model) {
        return made(models, model);
    }

    private static <T> T made(Map<String, T> all, String name) {
        T made = all.get(name);
        if (made == null) {
            throw new IllegalArgumentException("there is no '" + name + "' yet");
        }
        return made;
    }

    private Graph model(Program.Declaration model) {
        GraphBuilder builder = GraphBuilder.named(model.name());
        for (Program.Input input : model.inputs()) {
            builder.input(input.name(), Shape.parse(input.axes().toArray(String[]::new)), input.dtype());
        }
        for (Program.Step step : model.steps()) {
            if (step.part().isEmpty()) {
                Wire owner = builder.wire(step.sharing());
                if (model.steps().stream()
                        .anyMatch(one ->
                                one.name().equals(step.sharing()) && one.part().isEmpty())) {
                    // by hand a wire stands for the layer that gave it, whoever has the weights; by name it does not
                    throw new IllegalArgumentException("'" + step.sharing() + "' has no weights of its own");
                }
                builder.applyAgain(step.name(), owner, wires(builder, step, sharedInputs(model, step)));
            } else {
                LayerSpec layer = layer(step.part().get(), step.bindings());
                builder.apply(step.name(), layer, wires(builder, step, layer.inputNames()));
            }
        }
        model.outputs().forEach(output -> builder.output(builder.wire(output)));
        return builder.build();
    }

    /** The names of the inputs of what a step shares the weights of. */
    private List<String> sharedInputs(Program.Declaration in, Program.Step step) {
        return in.steps().stream()
                .filter(one -> one.name().equals(step.sharing()))
                .flatMap(owner ->
                        owner.part().stream().flatMap(part -> layer(part, owner.bindings()).inputNames().stream()))
                .toList();
    }

    private static Wire[] wires(GraphBuilder builder, Program.Step step, List<String> inputs) {
        return ordered(step, inputs).stream()
                .map(tensor -> {
                    int dot = tensor.indexOf('.');
                    return dot < 0
                            ? builder.wire(tensor)
                            : builder.wire(tensor.substring(0, dot)).output(tensor.substring(dot + 1));
                })
                .toArray(Wire[]::new);
    }

    /** By hand, inputs are told apart by their order. */
    private static List<String> ordered(Program.Step step, List<String> inputs) {
        if (step.from().stream().allMatch(wire -> wire.role().isEmpty())) {
            return step.from().stream().map(Program.Wire::tensor).toList();
        }
        List<String> roles = step.from().stream().map(Program.Wire::role).toList();
        if (roles.size() != inputs.size() || !roles.containsAll(inputs)) {
            throw new IllegalArgumentException("inputs " + roles + " for " + inputs);
        }
        return inputs.stream()
                .map(input -> step.from().get(roles.indexOf(input)).tensor())
                .toList();
    }

    /** What a part is, with what is bound in repetitions. */
    LayerSpec layer(Program.Part part, List<String> bindings) {
        LayerSpec layer = layer(part);
        return bindings.isEmpty() ? layer : ((Repetition) layer).bind(bindings.toArray(String[]::new));
    }

    private LayerSpec layer(Program.Part part) {
        if (part instanceof Program.Layer layer) {
            return layer.spec();
        } else if (part instanceof Program.Use use) {
            ModelLayer model = ModelLayer.of(made(models, use.model()));
            return use.upTo().isEmpty() ? model : model.upTo(use.upTo().toArray(String[]::new));
        } else if (part instanceof Program.OfBlock block) {
            return made(blocks, block.block()).with(block.values());
        } else if (part instanceof Program.Repeated repeated) {
            LayerSpec layer = layer(repeated.part());
            return repeated.parallel()
                    ? Repetition.parallel(repeated.times(), layer)
                    : Repetition.of(repeated.times(), layer);
        }
        return Distribution.settled(
                new dev.plumb.dsl.layer.TimeDistributedLayer(layer(((Program.Distributed) part).part())));
    }

    private BlockDefinition block(Program.Declaration block) {
        BlockBuilder builder = BlockBuilder.named(ProgramSource.PACKAGE + "." + block.name());
        for (Program.Attribute attribute : block.attributes()) {
            attribute
                    .standard()
                    .ifPresentOrElse(
                            value -> builder.attribute(attribute.name(), kind(attribute.type()), value),
                            () -> builder.attribute(attribute.name(), kind(attribute.type())));
        }
        block.inputs()
                .forEach(input ->
                        builder.input(input.name(), input.dtype(), input.axes().toArray(String[]::new)));
        for (Program.Step step : block.steps()) {
            BlockBuilder.Step made;
            if (step.part().isEmpty()) {
                String[] from = ordered(step, sharedInputs(block.withSteps(unbound(block)), step))
                        .toArray(String[]::new);
                made = builder.applyAgain(step.name(), step.sharing(), from);
            } else {
                LayerSpec layer = layer(step.part().get());
                made = builder.apply(
                        step.name(), layer, ordered(step, layer.inputNames()).toArray(String[]::new));
            }
            if (!step.bindings().isEmpty()) {
                made.bind(step.bindings().toArray(String[]::new));
            }
            if (!step.when().isEmpty()) {
                made.when(step.when());
            }
        }
        block.outputs().forEach(builder::output);
        return builder.build();
    }

    private static List<Program.Step> unbound(Program.Declaration block) {
        return block.steps().stream().map(step -> step.bind()).toList();
    }

    private static AttributeKind kind(String type) {
        return switch (type) {
            case "int" -> AttributeKind.INT;
            case "boolean" -> AttributeKind.BOOLEAN;
            case "ActivationFunction" -> AttributeKind.of(ActivationFunction.class);
            case "Norm" -> new AttributeKind("Norm", false, List.of("BATCH", "LAYER", "NONE"));
            default -> throw new IllegalArgumentException("no type of attributes: " + type);
        };
    }
}
