package dev.plumb.graph.build;

/** How a summary shows nested models, blocks and repetitions. */
public enum Nesting {
    /** Only the layers in them, each by its path: {@code stage2/conv1}. */
    PATHS,

    /** Each as one row, as Keras shows nested models. */
    FOLDED,

    /** Each as a row and its layers below it, as Keras does with {@code expand_nested=True}. */
    EXPANDED
}
