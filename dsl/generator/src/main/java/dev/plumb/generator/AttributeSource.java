package dev.plumb.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * An attribute of an annotation, and how it looks in generated code.
 *
 * @param name its name
 * @param type the type of its values
 * @param item of an array, the type of its items
 * @param kind the expression for its {@code AttributeType}
 * @param standard the expression for its default
 * @param group of a nested annotation, that annotation
 * @param documentation its Javadoc, or ""
 */
record AttributeSource(
        String name,
        TypeName type,
        Optional<TypeName> item,
        CodeBlock kind,
        Optional<CodeBlock> standard,
        Optional<TypeElement> group,
        String documentation) {

    /**
     * Reads an attribute.
     *
     * @throws UnsupportedAttributeException if layers cannot have attributes of its type
     */
    static AttributeSource of(ExecutableElement attribute, String documentation) {
        TypeMirror written = attribute.getReturnType();
        boolean list = written.getKind() == TypeKind.ARRAY;
        TypeMirror single = list ? ((ArrayType) written).getComponentType() : written;
        TypeName item = valueType(single, attribute);
        CodeBlock kind = kind(single);
        return new AttributeSource(
                attribute.getSimpleName().toString(),
                list ? ParameterizedTypeName.get(ClassName.get(List.class), item.box()) : item,
                list ? Optional.of(item) : Optional.empty(),
                list ? CodeBlock.of("$T.listOf($L)", Names.ATTRIBUTE_TYPE, kind) : kind,
                Optional.ofNullable(attribute.getDefaultValue()).map(AttributeSource::expression),
                element(single).filter(type -> type.getKind() == ElementKind.ANNOTATION_TYPE),
                documentation);
    }

    /** What a wrapper wraps: no attribute of its annotation, but a value like one. */
    static AttributeSource wrapped() {
        return new AttributeSource(
                "layer",
                Names.LAYER_SPEC,
                Optional.empty(),
                CodeBlock.of("$T.instanceOf($T.class)", Names.ATTRIBUTE_TYPE, Names.LAYER_SPEC),
                Optional.empty(),
                Optional.empty(),
                "The wrapped layer.");
    }

    boolean isRequired() {
        return standard.isEmpty();
    }

    /** Where the nested annotation has one required attribute that is no list: that one, which then says it all. */
    Optional<AttributeSource> onlyRequired() {
        return group.map(AttributeSource::required)
                .filter(required -> required.size() == 1)
                .map(required -> of(required.get(0), ""))
                .filter(required -> required.item().isEmpty());
    }

    /** The attributes of an annotation that have no default. */
    static List<ExecutableElement> required(TypeElement annotation) {
        return ElementFilter.methodsIn(annotation.getEnclosedElements()).stream()
                .filter(attribute -> attribute.getDefaultValue() == null)
                .toList();
    }

    /** The record of values of a nested annotation. */
    static ClassName groupRecord(TypeElement annotation) {
        return ClassName.get(annotation).nestedClass(Names.GROUP_RECORD);
    }

    private static Optional<TypeElement> element(TypeMirror type) {
        return type.getKind() == TypeKind.DECLARED
                ? Optional.of((TypeElement) ((DeclaredType) type).asElement())
                : Optional.empty();
    }

    private static TypeName valueType(TypeMirror type, Element attribute) {
        Optional<TypeElement> declared = element(type);
        ElementKind kind = declared.map(Element::getKind).orElse(ElementKind.OTHER);
        return switch (type.getKind()) {
            case INT, LONG, DOUBLE, BOOLEAN -> TypeName.get(type);
            case DECLARED -> {
                if (kind == ElementKind.ANNOTATION_TYPE) {
                    yield groupRecord(declared.orElseThrow());
                }
                if (kind != ElementKind.ENUM && !type.toString().equals("java.lang.String")) {
                    throw new UnsupportedAttributeException(attribute, type);
                }
                yield TypeName.get(type);
            }
            default -> throw new UnsupportedAttributeException(attribute, type);
        };
    }

    private static CodeBlock kind(TypeMirror type) {
        ClassName types = Names.ATTRIBUTE_TYPE;
        return switch (type.getKind()) {
            case INT -> CodeBlock.of("$T.INTEGER", types);
            case LONG -> CodeBlock.of("$T.LONG", types);
            case DOUBLE -> CodeBlock.of("$T.DOUBLE", types);
            case BOOLEAN -> CodeBlock.of("$T.BOOLEAN", types);
            default -> {
                TypeElement declared = element(type).orElseThrow();
                yield switch (declared.getKind()) {
                    case ENUM -> CodeBlock.of("$T.oneOf($T.class)", types, ClassName.get(declared));
                    case ANNOTATION_TYPE -> CodeBlock.of("$T.group($T.DEFINITION)", types, groupRecord(declared));
                    default -> CodeBlock.of("$T.STRING", types);
                };
            }
        };
    }

    /** A value of an annotation as Java source, in the terms of specs. */
    private static CodeBlock expression(AnnotationValue value) {
        Object plain = value.getValue();
        if (plain instanceof VariableElement constant) {
            return CodeBlock.of(
                    "$T.$L", ClassName.get((TypeElement) constant.getEnclosingElement()), constant.getSimpleName());
        }
        if (plain instanceof AnnotationMirror nested) {
            return group(nested);
        }
        if (plain instanceof List<?> items) {
            CodeBlock joined = items.stream()
                    .map(item -> expression((AnnotationValue) item))
                    .collect(CodeBlock.joining(", "));
            return CodeBlock.of("$T.of($L)", List.class, joined);
        }
        if (plain instanceof Double number && !Double.isFinite(number)) {
            String name = number.isNaN() ? "NaN" : number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
            return CodeBlock.of("$T.$L", Double.class, name);
        }
        if (plain instanceof Long number) {
            return CodeBlock.of("$LL", number);
        }
        return plain instanceof String ? CodeBlock.of("$S", plain) : CodeBlock.of("$L", plain);
    }

    /** A nested annotation: its factory with what is required, then the withers. */
    private static CodeBlock group(AnnotationMirror mirror) {
        TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
        Map<? extends ExecutableElement, ? extends AnnotationValue> written = mirror.getElementValues();
        CodeBlock required = required(annotation).stream()
                .map(attribute -> expression(written.get(attribute)))
                .collect(CodeBlock.joining(", "));
        CodeBlock.Builder code = CodeBlock.builder().add("$T.of($L)", groupRecord(annotation), required);
        written.forEach((attribute, value) -> {
            if (attribute.getDefaultValue() != null) {
                code.add(".$L($L)", attribute.getSimpleName(), expression(value));
            }
        });
        return code.build();
    }
}
