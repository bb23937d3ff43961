package dev.plumb.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.graph.build.CompiledModel;
import dev.plumb.processor.read.Token;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;

/** What all generated files have in common: where they come from, who sees them, what they carry, what they import. */
final class GeneratedFile {
    private static final String PROCESSOR = "dev.plumb.processor.PlumbProcessor";

    private GeneratedFile() {}

    /**
     * Begins a class.
     *
     * @param source what it is generated for
     * @param carried the JSON of the model or block, in pieces; none if it is broken
     */
    static TypeSpec.Builder type(
            ClassName name, Token source, boolean isPublic, boolean seesGenerated, List<String> carried) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addOriginatingElement(source.element())
                .addModifiers(Modifier.FINAL);
        if (seesGenerated) {
            type.addAnnotation(AnnotationSpec.builder(Generated.class)
                    .addMember("value", "$S", PROCESSOR)
                    .build());
        }
        if (isPublic) {
            type.addModifiers(Modifier.PUBLIC);
        }
        if (!carried.isEmpty()) {
            AnnotationSpec.Builder annotation = AnnotationSpec.builder(CompiledModel.class);
            carried.forEach(piece -> annotation.addMember("value", "$S", piece));
            type.addAnnotation(annotation.build());
        }
        return type;
    }

    /** The source file of a class, with the names of enum constants that it uses. */
    static JavaFile of(ClassName name, TypeSpec type, Optional<Constants> constants) {
        JavaFile.Builder file =
                JavaFile.builder(name.packageName(), type).indent("    ").skipJavaLangImports(true);
        constants
                .map(Constants::imports)
                .ifPresent(all ->
                        all.forEach((owner, names) -> file.addStaticImport(owner, names.toArray(String[]::new))));
        return file.build();
    }
}
