package dev.plumb.runtime;

/** A class that was generated for a model, or for a part of one: a network with the types of its inputs and outputs. */
public interface TypedModel {
    /** The model without the types of its inputs and outputs: weights, layers, graph. */
    Network network();
}
