package dev.plumb.source;

/** Which of the two forms of a model is written. */
public enum ModelForm {
    /** {@code @Sequential} where the model is a straight line, else {@code @Model}. */
    SIMPLEST,

    /** Always {@code @Model}: each layer says what it takes. Layers have the same names, so the same file of weights loads. */
    MODEL
}
