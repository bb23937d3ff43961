package dev.plumb.processor.random.composition;

import static dev.plumb.dsl.ActivationFunction.LINEAR;
import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A random block. The features of its outputs are as many as its attribute {@code units} says; while it is written, the number of features of each
 * tensor is known as an expression.
 */
final class RandomBlocks {
    /** What a block takes. */
    enum Family {
        FEATURES("c"),
        ANY("... c"),
        SEQUENCE("t c"),
        IMAGE("h w c");

        private final String axes;

        Family(String axes) {
            this.axes = axes;
        }

        List<String> axes() {
            return List.of(axes.split(" ", -1));
        }

        boolean takes(int rank) {
            return this == ANY ? rank > 0 : rank == axes().size();
        }
    }

    /** A block that was written. */
    record Made(Program.Declaration block, Family family) {}

    /** A layer with weights that was applied: its name and how many features it took and gave. */
    private record Applied(String name, String from, String to) {}

    private final Random random;
    private final List<Made> others;
    private final Family family;
    private final Map<String, Program.Attribute> attributes = new LinkedHashMap<>();
    private final List<Program.Step> steps = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private String tensor = "";
    private String width = "";
    private boolean strided;

    private RandomBlocks(Random random, List<Made> others) {
        this.random = random;
        this.others = others;
        this.family = Family.values()[random.nextInt(Family.values().length)];
        attributes.put("units", new Program.Attribute("units", "int", Optional.empty()));
    }

    /** A block that may use others. */
    static Made of(String name, Random random, List<Made> others) {
        return new RandomBlocks(random, others).write(name);
    }

    private Made write(String name) {
        List<Program.Input> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        boolean line = false;
        int form = random.nextInt(6);
        if (form == 0) {
            inputs.add(input("front", "c"));
            inputs.add(input("back", "d"));
            String front = path("front", "c", 1);
            String back = path("back", "d", 1);
            outputs.add(named("joined", merge(), front, back));
        } else if (form == 1) {
            inputs.add(input("x", "c"));
            String trunk = path("x", "c", 1);
            outputs.add(path(trunk, "units", 1));
            outputs.add(path(trunk, "units", 1));
        } else if (form == 2) {
            inputs.add(input("x", "c"));
            outputs.add(path("x", "c", 2));
            line = random.nextBoolean() && isLine();
        } else {
            inputs.add(input("x", "c"));
            if (family == Family.IMAGE && random.nextBoolean()) {
                attributes.put("stride", new Program.Attribute("stride", "int", Optional.of(1)));
                strided = true;
            }
            String deep = path("x", "c", 2);
            String when = "c != units" + (strided ? " or stride > 1" : "");
            String bindings = weighted() + (strided ? ", strides = stride" : "");
            steps.add(Program.Step.of("shortcut", new Program.Layer(projection()), wires("x"))
                    .bind(bindings)
                    .onlyWhen(when));
            outputs.add(named("out", merge(), deep, "shortcut"));
        }
        return new Made(
                new Program.Declaration(
                        Program.Kind.BLOCK, name, List.copyOf(attributes.values()), inputs, steps, outputs, line),
                family);
    }

    private boolean isLine() {
        String last = "x";
        for (Program.Step step : steps) {
            if (step.from().size() != 1 || !step.from().get(0).tensor().equals(last)) {
                return false;
            }
            last = step.name();
        }
        return true;
    }

    private Program.Input input(String name, String features) {
        List<String> axes = new ArrayList<>(family.axes());
        axes.set(axes.size() - 1, features);
        return new Program.Input(name, axes, DType.FLOAT32);
    }

    /** Some layers in a row that give {@code units} features. */
    private String path(String from, String features, int most) {
        tensor = from;
        width = features;
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            layer();
        }
        weighted("units", strided && from.equals("x"));
        for (int i = random.nextInt(2); i > 0; i--) {
            keeping();
        }
        return tensor;
    }

    private void layer() {
        switch (random.nextInt(7)) {
            case 0 ->
                weighted(List.of("units * 2", "c", "units + c", "units + 1", "c > 3 ? 3 : c")
                        .get(random.nextInt(5)));
            case 1 -> repeated();
            case 2 -> nested();
            case 3 -> shared();
            case 4 -> {
                attributes.put("extra", new Program.Attribute("extra", "boolean", Optional.of(random.nextBoolean())));
                String before = width;
                weighted(width, false);
                Program.Step last = steps.remove(steps.size() - 1);
                steps.add(last.onlyWhen(random.nextBoolean() ? "extra" : "extra and units > 2"));
                applied.remove(applied.size() - 1);
                width = before;
            }
            default -> keeping();
        }
    }

    /** A layer without effect on the number of features. */
    private void keeping() {
        switch (random.nextInt(4)) {
            case 0 -> {
                attributes.put(
                        "norm",
                        new Program.Attribute(
                                "norm",
                                "Norm",
                                Optional.of(List.of("BATCH", "LAYER", "NONE").get(random.nextInt(3)))));
                then(Layers.batchNormalization());
                steps.add(steps.remove(steps.size() - 1).onlyWhen("norm == BATCH"));
                then(Layers.layerNormalization());
                steps.add(steps.remove(steps.size() - 1).onlyWhen("norm == LAYER"));
            }
            case 1 -> {
                attributes.put(
                        "activation", new Program.Attribute("activation", "ActivationFunction", Optional.of("TANH")));
                then(Layers.activation(RELU));
                steps.add(steps.remove(steps.size() - 1).bind("value = activation"));
            }
            case 2 -> then(Layers.activation(TANH));
            default -> then(Layers.layerNormalization());
        }
    }

    private void weighted(String features) {
        weighted(features, false);
    }

    private void weighted(String features, boolean withStride) {
        LayerSpec spec = withStride ? Layers.conv2D(BOUND, 3).padding(SAME) : weightedLayer();
        String target = attribute(spec);
        String binding = features.equals(target) ? target : target + " = " + features;
        String name = name(target.equals("units") ? "dense" : "conv");
        steps.add(Program.Step.of(name, new Program.Layer(spec), wires(tensor))
                .bind(binding + (withStride ? ", strides = stride" : "")));
        if (!withStride) {
            applied.add(new Applied(name, width, features));
        }
        tensor = name;
        width = features;
    }

    private void repeated() {
        if (random.nextBoolean()) {
            attributes.put("depth", new Program.Attribute("depth", "int", Optional.of(2)));
            LayerSpec spec = weightedLayer();
            String name = name("stack");
            steps.add(Program.Step.of(name, new Program.Repeated(BOUND, false, new Program.Layer(spec)), wires(tensor))
                    .bind("Repeat.value = depth", attribute(spec) + " = units + index"));
            tensor = name;
            width = "units + depth - 1";
        } else {
            LayerSpec spec = weightedLayer();
            String name = name("stack");
            steps.add(Program.Step.of(name, new Program.Repeated(2, false, new Program.Layer(spec)), wires(tensor))
                    .bind(attribute(spec) + " = units"));
            tensor = name;
            width = "units";
        }
    }

    /** A block in this one. */
    private void nested() {
        List<Made> fitting = others.stream()
                .filter(other -> other.family() == family
                        && other.block().inputs().size() == 1
                        && other.block().outputs().size() == 1)
                .toList();
        if (fitting.isEmpty()) {
            return;
        }
        Made other = fitting.get(random.nextInt(fitting.size()));
        Program.Part part = new Program.OfBlock(other.block().name(), Map.of("units", BOUND));
        if (random.nextInt(4) == 0) {
            part = new Program.Repeated(2, false, part);
        }
        String name = name("inner");
        String features = random.nextBoolean() ? "units" : "units + 1";
        steps.add(Program.Step.of(name, part, wires(tensor))
                .bind(features.equals("units") ? "units" : "units = " + features));
        tensor = name;
        width = features;
    }

    private void shared() {
        List<Applied> fitting =
                applied.stream().filter(one -> one.from().equals(width)).toList();
        if (fitting.isEmpty()) {
            return;
        }
        Applied owner = fitting.get(random.nextInt(fitting.size()));
        String name = name("again");
        steps.add(Program.Step.again(name, owner.name(), wires(tensor)));
        tensor = name;
        width = owner.to();
    }

    private void then(LayerSpec spec) {
        tensor = named(name("kept"), spec, tensor);
    }

    private String named(String name, LayerSpec spec, String... from) {
        steps.add(Program.Step.of(name, new Program.Layer(spec), wires(from)));
        return name;
    }

    private String name(String kind) {
        return kind + (steps.size() + 1);
    }

    private static List<Program.Wire> wires(String... tensors) {
        return List.of(tensors).stream().map(Program.Wire::of).toList();
    }

    private LayerSpec weightedLayer() {
        boolean plain = random.nextInt(3) == 0;
        return switch (family) {
            case FEATURES, ANY -> dense();
            case IMAGE ->
                plain
                        ? dense()
                        : Layers.conv2D(BOUND, 1 + 2 * random.nextInt(2)).padding(SAME);
            case SEQUENCE ->
                switch (random.nextInt(4)) {
                    case 0 -> dense();
                    case 1 -> Layers.gru(BOUND).returnSequences(true);
                    default -> Layers.conv1D(BOUND, 2).padding(plain ? CAUSAL : SAME);
                };
        };
    }

    private LayerSpec dense() {
        return Layers.dense(BOUND).activation(random.nextBoolean() ? LINEAR : TANH);
    }

    /** One that can have a stride, where there is one. */
    private LayerSpec projection() {
        return family == Family.IMAGE ? Layers.conv2D(BOUND, 1) : Layers.dense(BOUND);
    }

    private String weighted() {
        return family == Family.IMAGE ? "filters = units" : "units";
    }

    private static String attribute(LayerSpec spec) {
        return spec.layerName().startsWith("Conv") ? "filters" : "units";
    }

    private LayerSpec merge() {
        return switch (random.nextInt(4)) {
            case 0 -> Layers.maximum();
            case 1 -> Layers.multiply();
            default -> Layers.add();
        };
    }
}
