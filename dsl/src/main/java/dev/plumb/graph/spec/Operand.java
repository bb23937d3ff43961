package dev.plumb.graph.spec;

import dev.plumb.graph.shape.TensorType;

/** An input of a layer as messages show it: the name of the layer or input it comes from, and its type. */
public record Operand(String name, TensorType type) {

    @Override
    public String toString() {
        return "'" + name + "' is " + type;
    }
}
