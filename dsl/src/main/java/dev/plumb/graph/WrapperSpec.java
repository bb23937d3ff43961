package dev.plumb.graph;

/**
 * The spec of a layer that wraps another one: the attributes of its own annotation, and as the last component of the record the wrapped
 * layer. In a model the wrapper's annotation stands above that of the layer.
 */
public interface WrapperSpec extends LayerSpec {

    /** The wrapped layer. */
    LayerSpec layer();

    /** What is wrong with the attributes of the wrapped layer. */
    @Override
    default void validate(AttributeChecks checks) {
        layer().validate(checks);
    }

    @Override
    default String title() {
        return layerName() + "(" + layer().title() + ")";
    }
}
