package dev.plumb.graph.problem;

/**
 * Where a problem is, in the terms of the model: the processor finds the token, a message names it in words. A {@link Site} says how one
 * gets there.
 */
public sealed interface Place {

    /** The layer or input that it belongs to, or "" if it is the model as a whole. */
    default String layer() {
        return "";
    }

    /** The same place of another layer; the model as a whole stays what it is. */
    default Place of(String other) {
        return this;
    }

    /** What the visitor makes of this kind of place. */
    <R> R accept(Visitor<R> visitor);

    /** The kinds of places: who finds tokens for them cannot forget one. */
    interface Visitor<R> {
        R whole(Whole place);

        R layer(Layer place);

        R source(Source place);

        R parameter(Parameter place);

        R annotation(LayerAnnotation place);

        R attribute(Attribute place);

        R loss(OutputLoss place);

        R metric(OutputMetric place);

        R budget(OfBudget place);

        R weights(OfWeights place);

        R sharing(Sharing place);

        R binding(Binding place);

        R condition(Condition place);

        R extraction(Extraction place);
    }

    /** The model as a whole. */
    record Whole() implements Place {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.whole(this);
        }
    }

    /** A layer or input. */
    record Layer(String name) implements Place {
        @Override
        public Place of(String other) {
            return new Layer(other);
        }

        @Override
        public String layer() {
            return name;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layer(this);
        }
    }

    /** A wire into a layer, by its position among the layer's inputs. */
    record Source(String layer, int index) implements Place {
        @Override
        public Place of(String other) {
            return new Source(other, index);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.source(this);
        }
    }

    /** A parameter of a layer's declaration, by its position there: what is no wire yet, or not known to be one. */
    record Parameter(String layer, int index) implements Place {
        @Override
        public Place of(String other) {
            return new Parameter(other, index);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.parameter(this);
        }
    }

    /** One of the annotations that say which layer it is, by the annotation's simple name. */
    record LayerAnnotation(String layer, String annotation) implements Place {
        @Override
        public Place of(String other) {
            return new LayerAnnotation(other, annotation);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.annotation(this);
        }
    }

    /** An attribute of a layer; {@code index} is the item of a list, or -1. */
    record Attribute(String layer, String attribute, int index) implements Place {
        @Override
        public Place of(String other) {
            return new Attribute(other, attribute, index);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.attribute(this);
        }
    }

    /** An attribute of the loss of an output, or "" for the loss as a whole. */
    record OutputLoss(String output, String attribute) implements Place {
        @Override
        public String layer() {
            return output;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loss(this);
        }
    }

    /** A metric of an output by its position, or -1 for all of them. */
    record OutputMetric(String output, int index) implements Place {
        @Override
        public String layer() {
            return output;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.metric(this);
        }
    }

    /** An attribute of the model's budget, or "" for the budget as a whole. */
    record OfBudget(String attribute) implements Place {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.budget(this);
        }
    }

    /** An attribute of what the model says about the file of its weights. */
    record OfWeights(String attribute) implements Place {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.weights(this);
        }
    }

    /** What a layer says of the layer whose weights it uses. */
    record Sharing(String layer) implements Place {
        @Override
        public Place of(String other) {
            return new Sharing(other);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sharing(this);
        }
    }

    /** One of the texts that bind attributes of a layer, by its position. */
    record Binding(String layer, int index) implements Place {
        @Override
        public Place of(String other) {
            return new Binding(other, index);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.binding(this);
        }
    }

    /** The condition under which a layer of a block is there. */
    record Condition(String layer) implements Place {
        @Override
        public Place of(String other) {
            return new Condition(other);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.condition(this);
        }
    }

    /** An attribute of what a layer says about the part of the model that is extracted up to it, or "" for all of that. */
    record Extraction(String layer, String attribute) implements Place {
        @Override
        public Place of(String other) {
            return new Extraction(other, attribute);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.extraction(this);
        }
    }
}
