package dev.plumb.processor.random.composition;

import dev.plumb.dsl.DType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is made of parts, in no one's words: {@link ProgramSource} writes it for the compiler, {@link ByHand} says it to the builder, and
 * {@link ProgramTree} writes it for Keras.
 *
 * @param declarations each after those that it uses; the last is the model itself
 * @param mistake what is wrong with it, "" if nothing was done to it
 */
record Program(String name, List<Declaration> declarations, String mistake) {
    Program {
        declarations = List.copyOf(declarations);
    }

    Declaration main() {
        return declarations.get(declarations.size() - 1);
    }

    Program with(Declaration before, Declaration after, String done) {
        List<Declaration> changed = new ArrayList<>(declarations);
        changed.set(changed.indexOf(before), after);
        return new Program(name, changed, done);
    }

    /**
     * A model or a block.
     *
     * @param attributes those of a block
     * @param line whether it is written as a straight line
     */
    record Declaration(
            Kind kind,
            String name,
            List<Attribute> attributes,
            List<Input> inputs,
            List<Step> steps,
            List<String> outputs,
            boolean line) {
        Declaration {
            attributes = List.copyOf(attributes);
            inputs = List.copyOf(inputs);
            steps = List.copyOf(steps);
            outputs = List.copyOf(outputs);
        }

        Declaration withSteps(List<Step> others) {
            return new Declaration(kind, name, attributes, inputs, others, outputs, line);
        }

        Declaration with(Step before, Step after) {
            List<Step> changed = new ArrayList<>(steps);
            changed.set(changed.indexOf(before), after);
            return withSteps(changed);
        }
    }

    /** What is declared. */
    enum Kind {
        MODEL,
        BLOCK
    }

    /**
     * An attribute of a block.
     *
     * @param type {@code int}, {@code boolean}, or the simple name of an enum
     * @param standard its default
     */
    record Attribute(String name, String type, Optional<Object> standard) {}

    /** An input; its axes are numbers, names, and {@code ...}. */
    record Input(String name, List<String> axes, DType dtype) {
        Input {
            axes = List.copyOf(axes);
        }
    }

    /**
     * A layer, applied.
     *
     * @param part what is applied; none where the weights are those of another
     * @param sharing whose weights, "" for its own
     * @param when its condition, "" for none
     */
    record Step(
            String name,
            Optional<Part> part,
            List<Wire> from,
            String sharing,
            List<String> bindings,
            String when,
            List<Extract> extracts) {
        Step {
            from = List.copyOf(from);
            bindings = List.copyOf(bindings);
            extracts = List.copyOf(extracts);
        }

        static Step of(String name, Part part, List<Wire> from) {
            return new Step(name, Optional.of(part), from, "", List.of(), "", List.of());
        }

        static Step again(String name, String of, List<Wire> from) {
            return new Step(name, Optional.empty(), from, of, List.of(), "", List.of());
        }

        Step bind(String... texts) {
            return new Step(name, part, from, sharing, List.of(texts), when, extracts);
        }

        Step onlyWhen(String condition) {
            return new Step(name, part, from, sharing, bindings, condition, extracts);
        }

        Step extracted(Extract extract) {
            List<Extract> all = new ArrayList<>(extracts);
            all.add(extract);
            return new Step(name, part, from, sharing, bindings, when, all);
        }

        Step withPart(Part other) {
            return new Step(name, Optional.of(other), from, sharing, bindings, when, extracts);
        }

        Step withFrom(List<Wire> wires) {
            return new Step(name, part, wires, sharing, bindings, when, extracts);
        }
    }

    /** A tensor that a step takes; the input of a model or block that it is for, "" where there is but one. */
    record Wire(String role, String tensor) {
        static Wire of(String tensor) {
            return new Wire("", tensor);
        }
    }

    /** A part of the model as a model. */
    record Extract(String name, String from) {}

    /** What a step applies. */
    sealed interface Part {}

    /** A layer of Keras. */
    record Layer(LayerSpec spec) implements Part {}

    /** Another model, up to some of its layers if any are named. */
    record Use(String model, List<String> upTo) implements Part {
        Use {
            upTo = List.copyOf(upTo);
        }
    }

    /** A block with values for its attributes; those of enums are the names of constants. */
    record OfBlock(String block, Map<String, Object> values) implements Part {
        OfBlock {
            values = new LinkedHashMap<>(values);
        }
    }

    /** A part so many times. */
    record Repeated(int times, boolean parallel, Part part) implements Part {}

    /** A part for each step of a sequence. */
    record Distributed(Part part) implements Part {}
}
