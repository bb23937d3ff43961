package dev.plumb.processor.read;

import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The models and blocks that models and blocks use: each is read once. */
final class Uses {
    /** How the names of classes end that are generated for models. */
    private static final String GENERATED = "Model";

    private final Elements elements;
    private final CompiledModels compiled;
    private final DeclarationReader models;
    private final BlockReader blocks;
    private final CodeReader codes;

    /** What is being read, each used by the one before it. */
    private final List<String> open = new ArrayList<>();

    /** The first of these that what is being read uses, as an index: all from there on are made of themselves. */
    private int reached = Integer.MAX_VALUE;

    private final Map<String, Used<ModelDeclaration, Draft>> usedModels = new HashMap<>();
    private final Map<String, Used<OwnDeclaration, Definition<? extends LayerSpec>>> usedLayers = new HashMap<>();

    Uses(Elements elements, CompiledModels compiled, DeclarationReader models, BlockReader blocks, CodeReader codes) {
        this.elements = elements;
        this.compiled = compiled;
        this.models = models;
        this.blocks = blocks;
        this.codes = codes;
    }

    /** Something that reads a declaration. */
    interface Read<T> {
        T read();
    }

    /** Reads a type; meanwhile, whatever uses it makes it a part of itself. */
    <T> T reading(TypeElement type, Read<T> read) {
        int outside = reached;
        open.add(type.getQualifiedName().toString());
        reached = Integer.MAX_VALUE;
        T made = read.read();
        open.remove(open.size() - 1);
        reached = Math.min(outside, reached);
        return made;
    }

    /**
     * What a type is to what uses it, from what is known or read; {@code recursive} if one is made of the other. That depends on who asks,
     * and is not kept.
     */
    private <T> Optional<T> used(TypeElement type, Map<String, T> known, T recursive, Read<Optional<T>> read) {
        String key = type.getQualifiedName().toString();
        int index = open.indexOf(key);
        if (index >= 0) {
            reached = Math.min(reached, index);
            return Optional.of(recursive);
        }
        if (known.containsKey(key)) {
            return Optional.ofNullable(known.get(key));
        }
        int outside = reached;
        reached = Integer.MAX_VALUE;
        Optional<T> used = read.read();
        boolean loops = reached < open.size();
        reached = Math.min(outside, reached);
        if (loops) {
            return Optional.of(recursive);
        }
        used.ifPresent(one -> known.put(key, one));
        return used;
    }

    /** What was meant by the class that {@code @Use} names, where it is a block or was generated for a model; else "". */
    String instead(AnnotationUse use) {
        String name = String.valueOf(use.values().get("value"));
        TypeElement type = elements.getTypeElement(name);
        if (type != null && AnnotationReader.isBlock(type)) {
            return "a @Block is a layer annotation itself: @" + type.getSimpleName() + "(…) in place of @Use";
        }
        TypeElement model = name.endsWith(GENERATED)
                ? elements.getTypeElement(name.substring(0, name.length() - GENERATED.length()))
                : null;
        return model != null && AnnotationReader.isModel(model)
                ? "that is the class which is generated for the model: did you mean " + model.getSimpleName()
                        + ".class?"
                : "";
    }

    /** The model that {@code @Use} names, if the class that is named is one. */
    Optional<Used<ModelDeclaration, Draft>> model(AnnotationUse use) {
        TypeElement type = elements.getTypeElement(String.valueOf(use.values().get("value")));
        if (type == null || !AnnotationReader.isModel(type)) {
            return Optional.empty();
        }
        Used<ModelDeclaration, Draft> recursive =
                Used.recursive(type.getSimpleName().toString());
        return used(type, usedModels, recursive, () -> model(type));
    }

    private Optional<Used<ModelDeclaration, Draft>> model(TypeElement type) {
        if (!compiled.isCompiled(type)) {
            return Optional.of(declared(reading(type, () -> models.declaration(type))));
        }
        String generated = ModelDeclaration.qualified(
                DeclarationReader.packageOf(type).getQualifiedName().toString(),
                DeclarationReader.generatedName(type, "Model"));
        return compiled.of(type, List.of())
                .map(draft -> Used.compiled(type.getSimpleName().toString(), generated, Optional.of(draft)));
    }

    private static Used<ModelDeclaration, Draft> declared(ModelDeclaration model) {
        return Used.declared(model.name(), model.qualifiedGeneratedName(), model);
    }

    /** The layer of the user's own that a layer annotation is, if it is one. */
    Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> own(AnnotationUse use) {
        TypeElement annotation = AnnotationReader.type(use);
        if (AnnotationReader.isLambda(annotation)) {
            return Optional.ofNullable(
                            elements.getTypeElement(String.valueOf(use.values().get("value"))))
                    .filter(AnnotationReader::isFunction)
                    .flatMap(this::code);
        }
        if (AnnotationReader.isCode(annotation)) {
            return code(annotation);
        }
        return AnnotationReader.isBlock(annotation) ? block(annotation) : Optional.empty();
    }

    private Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> code(TypeElement type) {
        return own(type, () -> compiled.code(type).map(CodeDefinition::definition), () -> codes.read(type));
    }

    private Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> block(TypeElement type) {
        return own(
                type,
                () -> compiled.block(type).map(BlockDefinition::definition),
                () -> reading(type, () -> blocks.read(type)));
    }

    /** A layer of the user's own: from the class that was generated for it, or as it is declared. */
    private Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> own(
            TypeElement type,
            Read<Optional<? extends Definition<? extends LayerSpec>>> carried,
            Read<OwnDeclaration> declared) {
        String name = type.getSimpleName().toString();
        return used(
                type,
                usedLayers,
                Used.recursive(name),
                () -> Optional.of(
                        compiled.isCompiled(type)
                                ? Used.compiled(name, "", carried.read().map(definition -> definition))
                                : Used.declared(name, "", declared.read())));
    }
}
