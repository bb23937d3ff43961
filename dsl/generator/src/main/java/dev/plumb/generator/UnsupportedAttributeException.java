package dev.plumb.generator;

import javax.lang.model.element.Element;
import javax.lang.model.type.TypeMirror;

/** An attribute has a type that no value of a layer can have. */
final class UnsupportedAttributeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Element attribute;

    UnsupportedAttributeException(Element attribute, TypeMirror type) {
        super("attributes of layers are numbers (int, long, double), booleans, strings, enums, annotations with a "
                + Names.GROUP_RECORD + ", or arrays of these: " + type);
        this.attribute = attribute;
    }

    Element attribute() {
        return attribute;
    }
}
