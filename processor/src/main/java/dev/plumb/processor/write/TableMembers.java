package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.lang.model.element.Modifier;

/** What fits the columns of a table to a model: a method that makes a data set, and the class that says which column goes where. */
final class TableMembers {
    private final Outline outline;

    TableMembers(Outline outline) {
        this.outline = outline;
    }

    private ClassName columns() {
        return outline.name().nestedClass("Columns");
    }

    private TypeName data() {
        return ParameterizedTypeName.get(Names.DATASET, outline.inputsRecord(), outline.targetsRecord());
    }

    /** {@code dataset} of a table. */
    List<MethodSpec> methods() {
        return List.of(
                dataset()
                        .addJavadoc("Returns the rows of a table, whose columns are named as inputs and outputs of the"
                                + " model are.\n\n")
                        .addJavadoc(
                                "@throws $T if a column is missing, or there are too few of them\n",
                                Names.INPUT_EXCEPTION)
                        .addParameter(Names.TABLE, "table")
                        .addCode(outline.body("return dataset(table, columns -> columns)"))
                        .build(),
                dataset()
                        .addJavadoc("Returns the rows of a table; which columns go where is chosen by name.\n\n")
                        .addJavadoc(
                                "@throws $T if a column is missing, or there are too few or too many of them\n",
                                Names.INPUT_EXCEPTION)
                        .addParameter(Names.TABLE, "table")
                        .addParameter(
                                ParameterizedTypeName.get(ClassName.get(UnaryOperator.class), columns()), "columns")
                        .addCode(outline.body(
                                "return columns.apply(new $T($T.of(graph()))).chosen.dataset(table, INPUTS, TARGETS)",
                                columns(),
                                Names.TABLE_COLUMNS))
                        .build());
    }

    private MethodSpec.Builder dataset() {
        return MethodSpec.methodBuilder("dataset")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(data());
    }

    /** The class with a method for each input and each target. */
    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(columns())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(
                        "Which columns of a table go to which inputs and targets; what is not chosen is taken from the"
                                + " column of the same name.\n");
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE);
        if (outline.graph().isPresent()) {
            type.addField(FieldSpec.builder(Names.TABLE_COLUMNS, "chosen", Modifier.PRIVATE, Modifier.FINAL)
                    .build());
            constructor.addParameter(Names.TABLE_COLUMNS, "chosen").addStatement("this.chosen = chosen");
        }
        type.addMethod(constructor.build());
        Set<String> names = new TreeSet<>();
        List<MethodSpec> methods = new ArrayList<>();
        for (Draft.Input input : outline.inputs()) {
            if (names.add(input.name())) {
                boolean isText = input.type().dtype() == DType.STRING;
                methods.addAll(choosing("input", input.name(), isText ? "strings" : "numbers"));
            }
        }
        for (Draft.Output output : outline.trained()) {
            if (names.add(output.name())) {
                methods.addAll(choosing("target", output.name(), "numbers"));
            }
        }
        return type.addMethods(methods).build();
    }

    private List<MethodSpec> choosing(String kind, String name, String usual) {
        return List.of(
                choosing(kind, name, TypeName.get(String.class), usual),
                choosing(kind, name, Names.COLUMN, "any kind"));
    }

    private MethodSpec choosing(String kind, String name, TypeName type, String what) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .varargs()
                .addJavadoc("Takes the $L {@code $L} from columns of $L, side by side.\n", kind, name, what)
                .returns(columns())
                .addParameter(ArrayTypeName.of(type), "columns")
                .addCode(outline.body("return new $T(chosen.$L($S, columns))", columns(), kind, name))
                .build();
    }
}
