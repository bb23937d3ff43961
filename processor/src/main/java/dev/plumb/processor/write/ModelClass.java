package dev.plumb.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.check.Extraction;
import dev.plumb.processor.read.Token;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * The class generated for a model. For a model with problems it has the same members, and their bodies throw: so the compiler says
 * nothing about the code that uses it.
 */
public final class ModelClass {
    private final Outline outline;
    private final boolean isPublic;
    private final boolean seesGenerated;
    private final Token token;
    private final Optional<Constants> constants;
    private final List<Extraction> extractions;
    private final Draft draft;
    private final Optional<StartFile> weights;

    private ModelClass(CheckedModel model) {
        this.outline = Outline.of(model);
        this.isPublic = model.declaration().isPublic();
        this.seesGenerated = model.declaration().seesGenerated();
        this.token = model.declaration().token();
        this.draft = model.draft();
        this.weights = StartFile.of(model.declaration());
        this.extractions = model.extractions();
        this.constants = outline.graph().map(Constants::of);
    }

    public static ModelClass of(CheckedModel model) {
        return new ModelClass(model);
    }

    /** The source file. */
    public JavaFile file() {
        return GeneratedFile.of(outline.name(), type(), constants);
    }

    private TypeSpec type() {
        Documentation documentation = new Documentation(outline);
        List<String> carried =
                outline.graph().map(Graph::draft).map(DraftPieces::of).orElse(List.of());
        TypeSpec.Builder type = GeneratedFile.type(outline.name(), token, isPublic, seesGenerated, carried)
                .addSuperinterface(Names.TYPED_MODEL)
                .addJavadoc(documentation.model());
        Members members = new Members(outline);
        members.addState(type);
        type.addMethods(construction());
        type.addMethods(graph());
        members.addUse(type);
        TableMembers tables = new TableMembers(outline);
        type.addMethods(tables.methods());
        extractions.forEach(part -> type.addMethod(part(part)));
        VariantClass variant = new VariantClass(outline, draft);
        type.addMethod(variant.method());
        if (outline.graph().isEmpty()) {
            type.addMethod(broken());
        }
        members.addTypes(type);
        type.addType(tables.type());
        extractions.forEach(part -> type.addType(partClass(part)));
        type.addType(variant.type());
        return type.build();
    }

    /** What returns a part of the model. */
    private MethodSpec part(Extraction part) {
        Outline inner = Outline.of(part, outline);
        CodeBlock network = part.from().isEmpty()
                ? CodeBlock.of("network.upTo($S)", part.layer())
                : CodeBlock.of("network.part($S, $S)", part.from(), part.layer());
        return method(part.name())
                .addJavadoc(
                        "Returns the part of this model from $L to {@code $L}, with the same weights: each follows the"
                                + " training of the other.\n",
                        part.from().isEmpty() ? "the inputs" : CodeBlock.of("{@code $L}", part.from()),
                        part.layer())
                .returns(inner.name())
                .addCode(outline.body("return new $T($L)", inner.name(), network))
                .build();
    }

    private TypeSpec partClass(Extraction part) {
        Outline inner = Outline.of(part, outline);
        Members members = new Members(inner);
        TypeSpec.Builder type = TypeSpec.classBuilder(inner.name())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(Names.TYPED_MODEL)
                .addJavadoc("A part of {@code $L}, which shares its weights.\n", outline.modelName());
        members.addState(type);
        members.addUse(type);
        members.addTypes(type);
        return type.build();
    }

    private List<MethodSpec> construction() {
        List<MethodSpec> methods = new ArrayList<>(
                new Creation(outline, "a model", "", List.of(Modifier.PUBLIC, Modifier.STATIC), weights).methods());
        methods.add(factory("load")
                .addJavadoc("Returns the model that {@link #save} wrote.\n\n")
                .addJavadoc("@throws java.io.UncheckedIOException if the file cannot be read\n")
                .addParameter(Path.class, "path")
                .addCode(outline.body("return new $T($T.load(path, graph()))", outline.name(), Names.NETWORK))
                .build());
        return methods;
    }

    private MethodSpec.Builder factory(String name) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(outline.name());
    }

    private List<MethodSpec> graph() {
        return outline.graph()
                .map(graph -> new GraphMethods(graph, constants.orElseThrow()).methods())
                .orElseGet(() -> List.of(MethodSpec.methodBuilder("graph")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(Graph.class)
                        .addCode(outline.body(""))
                        .build()));
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC);
    }

    private MethodSpec broken() {
        CodeBlock message = CodeBlock.of("$S", outline.modelName() + " has errors, see the compiler's messages");
        return MethodSpec.methodBuilder("broken")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(IllegalStateException.class)
                .addStatement("return new $T($L)", IllegalStateException.class, message)
                .build();
    }
}
