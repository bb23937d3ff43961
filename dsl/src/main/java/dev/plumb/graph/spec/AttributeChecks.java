package dev.plumb.graph.spec;

import dev.plumb.dsl.Bind;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.problem.Percentage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with a layer's attributes. */
public final class AttributeChecks {
    private final List<Mismatch> problems = new ArrayList<>();

    /** What is wrong with the attributes of a layer, whatever its inputs are. */
    public static List<Mismatch> of(LayerSpec layer) {
        AttributeChecks checks = new AttributeChecks();
        checks.unbound(layer);
        Set<String> unbound = new HashSet<>();
        for (Mismatch problem : checks.problems) {
            unbound.add(problem.attribute());
        }
        layer.validate(checks);
        checks.numbers(layer);
        if (!unbound.isEmpty()) {
            checks.problems.removeIf(found -> !(found instanceof Mismatch.NotBound)
                    && unbound.contains(
                            found.attribute().substring(found.attribute().lastIndexOf('.') + 1)));
        }
        return List.copyOf(checks.problems);
    }

    /** What waits for a binding has no value yet. */
    private void unbound(LayerSpec layer) {
        for (Map.Entry<String, Object> attribute : layer.nonDefaultAttributes().entrySet()) {
            Object value = attribute.getValue();
            if (value instanceof LayerSpec wrapped) {
                if (layer instanceof WrapperSpec wrapper && wrapper.wrapsAsStated()) {
                    unbound(wrapped);
                }
            } else if (isUnbound(value)
                    || (value instanceof List<?> items && hasUnbound(items))
                    || (value instanceof Attributed group
                            && hasUnbound(group.nonDefaultAttributes().values()))) {
                problems.add(new Mismatch.NotBound(attribute.getKey(), -1));
            }
        }
    }

    private static boolean hasUnbound(Collection<?> values) {
        for (Object value : values) {
            if (isUnbound(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnbound(Object value) {
        return value instanceof Number number && number.doubleValue() == Bind.BOUND;
    }

    /** Requires that all numbers of a layer, and of what its attributes consist of, can be calculated with. */
    private void numbers(LayerSpec layer) {
        layer.violation()
                .filter(own ->
                        problems.stream().noneMatch(found -> found.attribute().equals(own.attribute())))
                .ifPresent(own -> require(false, own.attribute(), own.value(), own.requirement()));
        for (Map.Entry<String, Object> attribute : layer.nonDefaultAttributes().entrySet()) {
            if (attribute.getValue() instanceof LayerSpec wrapped) {
                numbers(wrapped);
            } else if (attribute.getValue() instanceof Attributed group) {
                group.violation()
                        .ifPresent(inner -> require(
                                false,
                                attribute.getKey(),
                                group,
                                "one with " + inner.attribute() + " " + inner.requirement()));
            }
        }
    }

    /** Requires a condition on an attribute; {@code requirement} completes "must be …". */
    public void require(boolean condition, String attribute, Object value, String requirement) {
        if (!condition) {
            problems.add(new Mismatch.BadAttribute(attribute, -1, AttributeText.format(value), requirement));
        }
    }

    /** Says of an item of a list what it must be and is not. */
    public void refuseItem(String attribute, int index, Object value, String requirement) {
        problems.add(new Mismatch.BadAttribute(attribute, index, AttributeText.format(value), requirement));
    }

    public void positive(String attribute, long value) {
        require(value > 0, attribute, value, "at least 1");
    }

    /** Requires a list of positive sizes, one for all axes or one an axis. */
    public void positiveSizes(String attribute, List<Integer> sizes, int axes) {
        oneForAllOrEach(attribute, sizes, axes);
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) < 1) {
                int index = sizes.size() == 1 ? -1 : i;
                refuseItem(attribute, index, sizes.get(i), "at least 1");
            }
        }
    }

    /** Requires a list of one size for all axes or one an axis, and says whether it is. */
    public boolean oneForAllOrEach(String attribute, List<Integer> sizes, int axes) {
        boolean holds = sizes.size() == 1 || sizes.size() == axes;
        require(holds, attribute, sizes, axes == 1 ? "one size" : "one size, or " + axes + " (one an axis)");
        return holds;
    }

    /** Requires a fraction of [0, 1]. */
    public void fraction(String attribute, double value) {
        require(value >= 0 && value <= 1, attribute, value, "between 0 and 1" + Percentage.hint(value));
    }

    /** Requires a fraction of [0, 1): something has to be left. */
    public void fractionBelowOne(String attribute, double value) {
        require(value >= 0 && value < 1, attribute, value, "at least 0 and below 1" + Percentage.hint(value));
    }

    /** Requires a number above 0, also as the float that it becomes, such as an epsilon that is divided by. */
    public void aboveZero(String attribute, double value) {
        String requirement = value > 0 ? "at least " + Float.MIN_VALUE + ": as a float it is 0" : "above 0";
        require((float) value > 0, attribute, value, requirement);
    }

    /** Requires an axis of Keras, which counts the batch axis as 0, that is not the batch axis. */
    public void notBatchAxis(String attribute, int axis) {
        require(axis != 0, attribute, axis, "another axis than the batch axis");
    }

    /** Requires axes as {@link #notBatchAxis} does. */
    public void notBatchAxis(String attribute, List<Integer> axes) {
        require(!axes.contains(0), attribute, axes, "other axes than the batch axis");
    }

    /** Requires that a wrapper can wrap its layer; {@code takes} says which it can: "a layer of one output". The innermost that cannot is told. */
    public void wraps(boolean condition, WrapperSpec wrapper, String takes) {
        if (!condition && problems.stream().noneMatch(Mismatch.CannotWrap.class::isInstance)) {
            problems.add(
                    new Mismatch.CannotWrap(wrapper.layerName(), wrapper.layer().describe(), takes));
        }
    }
}
