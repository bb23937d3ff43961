package dev.plumb.graph.build;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.compose.BlockCheck;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a block by hand: a layer that is wired from other layers, with attributes that bindings pass on. The classes generated for {@code @Block}
 * use it too.
 *
 * <pre>{@code
 * BlockBuilder b = BlockBuilder.named("demo.Unit");
 * b.attribute("filters", AttributeKind.INT);
 * b.input("x", DType.FLOAT32, "h", "w", "c");
 * b.apply("conv", Layers.conv2D(BOUND, 3).padding(SAME), "x").bind("filters");
 * b.apply("shortcut", Layers.conv2D(BOUND, 1), "x").bind("filters").when("c != filters");
 * b.apply("out", Layers.add(), "conv", "shortcut");
 * BlockDefinition unit = b.output("out").build();
 * g.apply("unit", unit.with(Map.of("filters", 64)), image);
 * }</pre>
 *
 * Not safe for use by several threads.
 */
public final class BlockBuilder {
    private final String annotation;
    private final List<DeclaredAttribute> attributes = new ArrayList<>();
    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();
    private final List<Draft.Output> outputs = new ArrayList<>();

    /** The names of those that are in reverse. */
    private final Set<String> reversed = new HashSet<>();

    private BlockBuilder(String annotation) {
        this.annotation = annotation;
    }

    /** Begins a block; its name with a package is that of its annotation. */
    public static BlockBuilder named(String annotation) {
        return new BlockBuilder(annotation);
    }

    /** Declares an attribute that every use has to state. */
    public BlockBuilder attribute(String name, AttributeKind kind) {
        attributes.add(new DeclaredAttribute(name, kind, Optional.empty()));
        return this;
    }

    /** Declares an attribute with a default; that of an enum is the name of a constant. */
    public BlockBuilder attribute(String name, AttributeKind kind, Object standard) {
        attributes.add(new DeclaredAttribute(name, kind, Optional.of(standard)));
        return this;
    }

    /** Declares an input by its axes: numbers, names that mean the sizes that come in, arithmetic on them, and {@code ...} in front. */
    public BlockBuilder input(String name, DType dtype, String... axes) {
        inputs.add(new Draft.Input(name, TensorType.of(Shape.parse(axes), dtype), TensorKind.TENSOR));
        return this;
    }

    /** Applies a layer to inputs and to outputs of layers, by their names. */
    public Step apply(String name, LayerSpec layer, String... from) {
        return added(new Draft.Step(name, Optional.of(Distribution.settled(layer)), sources(from), TensorKind.TENSOR));
    }

    /** Applies a layer once more, with the same weights. */
    public Step applyAgain(String name, String of, String... from) {
        return added(new Draft.Step(name, Optional.empty(), sources(from), TensorKind.TENSOR, Draft.Terms.sharing(of)));
    }

    /** Applies a layer in reverse, with the same weights. */
    public Step applyReversed(String name, String of, String... from) {
        reversed.add(name);
        return applyAgain(name, of, from);
    }

    /** Gives what this layer gives. */
    public BlockBuilder output(String name) {
        outputs.add(new Draft.Output(name, Optional.empty(), List.of()));
        return this;
    }

    /**
     * The block.
     *
     * @throws GraphException if its names and wires are wrong, or its bindings and conditions cannot be read
     */
    public BlockDefinition build() {
        String simple = annotation.substring(Math.max(annotation.lastIndexOf('.'), annotation.lastIndexOf('$')) + 1);
        BlockDefinition block = new BlockDefinition(
                annotation,
                attributes,
                new Draft(simple, inputs, steps.stream().map(this::shared).toList(), outputs));
        List<Problem> problems = BlockCheck.problems(block);
        if (!problems.isEmpty()) {
            throw new GraphException(simple, problems);
        }
        return block;
    }

    /** A step that uses the weights of another is the layer that that one is. */
    private Draft.Step shared(Draft.Step step) {
        return steps.stream()
                .filter(owner -> owner.name().equals(step.terms().sharing()))
                .findFirst()
                .flatMap(Draft.Step::layer)
                .flatMap(layer -> reversed.contains(step.name()) ? layer.reversed() : Optional.of(layer))
                .map(step::withLayer)
                .orElse(step);
    }

    private static List<Draft.Source> sources(String... from) {
        return Arrays.stream(from)
                .map(wire -> new Draft.Source(TensorName.parse(wire), TensorKind.TENSOR))
                .toList();
    }

    private Step added(Draft.Step step) {
        steps.add(step);
        return new Step(steps.size() - 1);
    }

    /** What else is said of a layer of the block. */
    public final class Step {
        private final int index;

        private Step(int index) {
            this.index = index;
        }

        private Step with(Draft.Terms terms) {
            steps.set(index, steps.get(index).withTerms(terms));
            return this;
        }

        private Draft.Terms terms() {
            return steps.get(index).terms();
        }

        /** Gives attributes the values of expressions, as {@code @Bind} does. */
        public Step bind(String... bindings) {
            return with(terms().withBindings(List.of(bindings), terms().when()));
        }

        /** Says when the layer is there, as {@code @When} does. */
        public Step when(String condition) {
            return with(terms().withBindings(terms().bindings(), condition));
        }

        /** The last of its wires is the mask of the first. */
        public Step masked() {
            return with(terms().asMasked());
        }

        /** Training computes again what is inside of it, as {@code @Recompute} says. */
        public Step recomputed() {
            return with(terms().asRecomputed());
        }

        /** Its weights do not train. */
        public Step frozen() {
            return with(terms().asFrozen());
        }
    }
}
