package dev.plumb.source;

import dev.plumb.dsl.Block;
import java.nio.file.Path;
import java.util.List;

/** Writes a block that was found as the annotation that declares it. */
final class BlockWriter {
    private final FoundBlock block;
    private final SourceStyle style;

    BlockWriter(FoundBlock block, SourceStyle style) {
        this.block = block;
        this.style = style;
    }

    SourceFile file() {
        String folder = style.packageName().replace('.', '/');
        String name = block.name() + "." + style.language().extension();
        BlockDeclaration declaration = new BlockDeclaration(
                style.packageName(),
                block.name(),
                List.of(block.wiring().steps().size() + " layers that '" + block.model() + "' has " + block.uses()
                        + " times."),
                List.of(AnnotationUse.of(Block.class)),
                block.definition().attributes(),
                InterfaceWriter.wiring(block, style));
        return new SourceFile(
                folder.isEmpty() ? Path.of(name) : Path.of(folder, name), SourceText.of(declaration, style.language()));
    }
}
