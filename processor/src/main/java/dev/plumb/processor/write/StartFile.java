package dev.plumb.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.Optional;

/**
 * The file that {@code @Weights} names.
 *
 * @param sha256 its digest, or ""
 */
record StartFile(String location, String sha256) {
    static Optional<StartFile> of(ModelDeclaration model) {
        return model.weights()
                .map(use -> new StartFile(
                        String.valueOf(use.values().get("value")),
                        String.valueOf(use.values().getOrDefault("sha256", ""))));
    }

    /** A network that is filled from it. The class asks for the resource itself: a module's are seen only from within. */
    CodeBlock into(CodeBlock network, ClassName model) {
        return CodeBlock.of(
                "$T.into($L, $S, $S, $T.class.getResourceAsStream($S))",
                Names.INITIAL_WEIGHTS,
                network,
                location,
                sha256,
                model,
                "/" + location);
    }
}
