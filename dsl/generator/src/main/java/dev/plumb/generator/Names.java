package dev.plumb.generator;

import com.palantir.javapoet.ClassName;
import java.util.Locale;

/** The classes that generated code uses. */
final class Names {
    static final String LAYER_ANNOTATION = "dev.plumb.dsl.layer.LayerAnnotation";
    static final String ATTRIBUTE_GROUP = "dev.plumb.graph.attribute.AttributeGroup";

    /** Where built-in layers are, and with them {@code Layers}. */
    static final String LAYERS_PACKAGE = "dev.plumb.dsl.layer";

    static final ClassName LAYER_SPEC = ClassName.get("dev.plumb.graph.spec", "LayerSpec");
    static final ClassName WEIGHT_SETTINGS = ClassName.get("dev.plumb.graph.spec", "Weight", "Settings");
    static final ClassName ATTRIBUTED = attribute("Attributed");
    static final ClassName ATTRIBUTE = attribute("Attribute");
    static final ClassName ATTRIBUTE_TYPE = attribute("AttributeType");
    static final ClassName DEFINITION = attribute("Definition");
    static final ClassName VALUES = DEFINITION.nestedClass("Values");

    /** The record of an annotation of attributes, nested in it. */
    static final String GROUP_RECORD = "Spec";

    private Names() {}

    private static ClassName attribute(String name) {
        return ClassName.get("dev.plumb.graph.attribute", name);
    }

    /** The name of an attribute as that of a constant: {@code KERNEL_SIZE}. */
    static String constant(String attribute) {
        return attribute.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
