package dev.plumb.graph.compose;

import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.expression.Binding;
import dev.plumb.graph.expression.Evaluation;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.expression.Names;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives attributes of a layer the values of expressions. */
final class Binder {
    private final Binding binding;

    private Binder(Binding binding) {
        this.binding = binding;
    }

    /** A binding that cannot be carried out. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(int column, String reason) {
            super("column " + column + ": " + reason);
        }

        /** Why, with the column. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * The layer with the attribute of a binding set.
     *
     * @throws Refusal if there is no such attribute, or the value cannot be computed or is of another type
     */
    static LayerSpec apply(LayerSpec layer, Binding binding, Names names) {
        return new Binder(binding).applied(layer, names);
    }

    /**
     * The layer that has the attribute that a binding is about, and the attribute, with what it is inside of in front.
     *
     * @throws Refusal if there is none, or two layers have it
     */
    static List<String> target(LayerSpec layer, Binding binding) {
        Binder binder = new Binder(binding);
        LayerSpec owner = binder.owner(layer);
        List<String> path = binder.path(owner);
        if (path.size() > 1) {
            binder.inner(owner, path);
        }
        List<String> target = new ArrayList<>(List.of(owner.layerName()));
        target.addAll(path);
        return target;
    }

    /** Whether a binding is about the repetition and not about what it repeats. */
    static boolean isOfRepetition(Binding binding, Repetition repetition) {
        List<LayerSpec> owners = new Binder(binding).owners(repetition);
        return owners.size() == 1 && owners.get(0) == repetition;
    }

    /** The type of the attribute that a binding is about. */
    static AttributeType<?> type(LayerSpec layer, Binding binding) {
        Binder binder = new Binder(binding);
        Attributed owner = binder.owner(layer);
        List<String> path = binder.path((LayerSpec) owner);
        while (path.size() > 1) {
            owner = binder.inner(owner, path);
            path = path.subList(1, path.size());
        }
        return owner.definition().attribute(path.get(0)).orElseThrow().type();
    }

    private Refusal refusal(String reason) {
        return new Refusal(binding.column(), reason);
    }

    private LayerSpec applied(LayerSpec layer, Names names) {
        return within(layer, owner(layer), names);
    }

    /** The one layer that has the attribute. */
    private LayerSpec owner(LayerSpec layer) {
        List<LayerSpec> owners = owners(layer);
        if (owners.isEmpty()) {
            throw refusal(unknown(layer));
        }
        if (owners.size() > 1) {
            throw refusal("both " + owners.get(0).layerName() + " and "
                    + owners.get(1).layerName() + " have '" + attribute() + "': say which, as in "
                    + owners.get(0).layerName() + "." + attribute());
        }
        return owners.get(0);
    }

    /** Wrappers around the owner stay as they are. */
    private LayerSpec within(LayerSpec layer, LayerSpec owner, Names names) {
        return layer == owner
                ? (LayerSpec) set(owner, path(owner), names)
                : layer.with(WrapperSpec.WRAPPED, within(((WrapperSpec) layer).layer(), owner, names));
    }

    private Attributed set(Attributed owner, List<String> path, Names names) {
        String name = path.get(0);
        if (path.size() > 1) {
            return owner.with(name, set(inner(owner, path), path.subList(1, path.size()), names));
        }
        Attribute<?, ?> attribute = owner.definition().attribute(name).orElseThrow();
        boolean doubles = attribute.type().itemClass() == double.class;
        boolean whole = attribute.type().valueClass() == int.class;
        try {
            Object value = Evaluation.value(binding.value(), names, doubles);
            if (whole && !(value instanceof Long)) {
                throw new Refusal(binding.value().column(), "'" + name + "' takes a whole number, this is " + value);
            }
            return owner.with(name, value);
        } catch (ExpressionException e) {
            throw new Refusal(e.column(), e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new Refusal(binding.value().column(), e.getMessage());
        }
    }

    /** What an attribute has attributes of its own for. */
    private Attributed inner(Attributed owner, List<String> path) {
        String name = path.get(0);
        if (!(owner.attributes().get(name) instanceof Attributed inner)) {
            throw refusal("'" + name + "' has no attributes of its own");
        }
        if (inner.definition().attribute(path.get(1)).isEmpty()) {
            throw refusal("'" + name + "' has no attribute '" + path.get(1) + "'");
        }
        return inner;
    }

    private String attribute() {
        return binding.target().get(binding.target().size() - 1);
    }

    /** Those of a layer and what it wraps that have the attribute. */
    private List<LayerSpec> owners(LayerSpec layer) {
        List<LayerSpec> owners = new ArrayList<>();
        Optional<LayerSpec> next = Optional.of(layer);
        while (next.isPresent()) {
            LayerSpec one = next.get();
            List<String> path = path(one);
            if (!path.isEmpty() && isAttribute(one, path.get(0))) {
                owners.add(one);
            }
            next = one instanceof WrapperSpec wrapper ? Optional.of(wrapper.layer()) : Optional.empty();
        }
        return owners;
    }

    /** The target without the name of the annotation in front of it. */
    private List<String> path(LayerSpec owner) {
        List<String> target = binding.target();
        return target.size() > 1 && target.get(0).equals(owner.layerName()) ? target.subList(1, target.size()) : target;
    }

    private static boolean isAttribute(LayerSpec layer, String name) {
        Optional<? extends Attribute<?, ?>> attribute = layer.definition().attribute(name);
        return attribute.isPresent() && isBindable(attribute.get().type());
    }

    /** What an annotation can state: not the wrapped layer, nor what differs between repetitions. */
    private static boolean isBindable(AttributeType<?> type) {
        return !LayerSpec.class.isAssignableFrom(type.valueClass())
                && !Settings.class.isAssignableFrom(type.valueClass());
    }

    private String unknown(LayerSpec layer) {
        List<String> names = new ArrayList<>();
        Optional<LayerSpec> next = Optional.of(layer);
        while (next.isPresent()) {
            next.get().definition().attributes().stream()
                    .filter(attribute -> isBindable(attribute.type()))
                    .forEach(attribute -> names.add(attribute.name()));
            next = next.get() instanceof WrapperSpec wrapper ? Optional.of(wrapper.layer()) : Optional.empty();
        }
        return layer.title() + " has no attribute '" + binding.name() + "'"
                + Similar.hint(binding.target().get(0), names) + "; it has " + String.join(", ", names);
    }
}
