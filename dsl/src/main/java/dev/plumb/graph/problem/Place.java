package dev.plumb.graph.problem;

/** Where a problem is, in the terms of the model: the processor finds the token, a message names it in words. */
public sealed interface Place {

    /** The layer or input that it belongs to, or "" if it is the model as a whole. */
    default String layer() {
        return "";
    }

    /** The model as a whole. */
    record Whole() implements Place {}

    /** A layer or input. */
    record Layer(String name) implements Place {
        @Override
        public String layer() {
            return name;
        }
    }

    /** A wire into a layer, by its position. */
    record Source(String layer, int index) implements Place {}

    /** An attribute of a layer; {@code index} is the item of a list, or -1. */
    record Attribute(String layer, String attribute, int index) implements Place {}

    /** An attribute of the loss of an output. */
    record OutputLoss(String output, String attribute) implements Place {
        @Override
        public String layer() {
            return output;
        }
    }

    /** An attribute of the model's budget, or "" for the budget as a whole. */
    record OfBudget(String attribute) implements Place {}

    /** A metric of an output, by its position. */
    record OutputMetric(String output, int index) implements Place {
        @Override
        public String layer() {
            return output;
        }
    }
}
