package dev.plumb.source;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Use;
import dev.plumb.dsl.layer.Lambda;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.UserLayer;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The annotations that say which layer a method is: those of its wrappers from the outermost on, then the layer's. What has its default is left out. */
final class LayerAnnotations {
    private final SourceStyle style;

    LayerAnnotations(SourceStyle style) {
        this.style = style;
    }

    List<AnnotationUse> of(LayerSpec layer) {
        List<AnnotationUse> uses = new ArrayList<>();
        List<String> bindings = List.of();
        LayerSpec at = layer;
        while (at instanceof WrapperSpec wrapper) {
            if (at instanceof Repetition repetition) {
                bindings = repetition.settings().bindings();
            }
            if (!(at instanceof Masked)) { // a mask is how a layer is called
                uses.add(attributes(wrapper).without(WrapperSpec.WRAPPED, Repetition.SETTINGS));
            }
            at = wrapper.layer();
        }
        uses.add(innermost(at));
        if (!bindings.isEmpty()) {
            uses.add(AnnotationUse.of(Bind.class, bindings));
        }
        return uses;
    }

    private AnnotationUse innermost(LayerSpec layer) {
        if (layer instanceof ModelLayer model) {
            return AnnotationUse.of(
                    Use.class,
                    new AnnotationUse.ClassName(qualified(model.model().name())));
        }
        if (layer instanceof CodeLayer code
                && style.functions().test(code.code().annotation())) {
            return AnnotationUse.of(
                    Lambda.class,
                    new AnnotationUse.ClassName(code.code().annotation().replace('$', '.')));
        }
        AnnotationUse use = attributes(layer);
        return layer instanceof CodeLayer code ? declared(use, code) : use;
    }

    /** What a use leaves out is an attribute that nobody states: the parameters say it. */
    private static AnnotationUse declared(AnnotationUse use, CodeLayer code) {
        List<String> names =
                code.declaredAttributes().stream().map(DeclaredAttribute::name).toList();
        return use.without(use.values().keySet().stream()
                .filter(name -> !names.contains(name))
                .toArray(String[]::new));
    }

    private String qualified(String name) {
        return style.packageName().isEmpty() ? name : style.packageName() + "." + name;
    }

    /** What is stated of a layer, an initializer, a loss. */
    static AnnotationUse attributes(Attributed stated) {
        Map<String, Object> values = new LinkedHashMap<>();
        stated.nonDefaultAttributes().forEach((name, value) -> values.put(name, value(stated, name, value)));
        return new AnnotationUse(stated.definition().annotation().replace('$', '.'), values);
    }

    private static Object value(Attributed holder, String attribute, Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(item -> value(holder, attribute, item)).toList();
        }
        if (value instanceof Attributed group && !(value instanceof LayerSpec)) {
            return attributes(group);
        }
        if (value instanceof Enum<?> constant) {
            return new AnnotationUse.ConstantName(constant.getDeclaringClass().getCanonicalName(), constant.name());
        }
        if (value instanceof Number number && number.doubleValue() == Bind.BOUND) {
            return new AnnotationUse.ConstantName(Bind.class.getName(), "BOUND");
        }
        return value instanceof String text ? text(holder, attribute, text) : value;
    }

    /** Of enums that only a user's program has, the names of the constants are known. */
    private static Object text(Attributed holder, String attribute, String text) {
        Optional<AttributeKind> kind = holder instanceof UserLayer own
                ? own.declaredAttributes().stream()
                        .filter(one -> one.name().equals(attribute))
                        .map(DeclaredAttribute::kind)
                        .filter(one -> !one.constants().isEmpty())
                        .findFirst()
                : Optional.empty();
        return kind.<Object>map(
                        known -> new AnnotationUse.ConstantName(known.name().replace('$', '.'), text))
                .orElse(text);
    }
}
