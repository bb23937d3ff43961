package dev.plumb.processor.read;

import dev.plumb.graph.compose.BlockDefinition;
import java.util.Optional;
import java.util.function.Function;

/** A block that a layer annotation is. */
public final class UsedBlock {
    private final String name;
    private final Optional<BlockDefinition> compiled;
    private final Optional<BlockDeclaration> declared;
    private final boolean isRecursive;

    private boolean isDecided;
    private Optional<BlockDefinition> decided = Optional.empty();

    private UsedBlock(
            String name, Optional<BlockDefinition> compiled, Optional<BlockDeclaration> declared, boolean isRecursive) {
        this.name = name;
        this.compiled = compiled;
        this.declared = declared;
        this.isRecursive = isRecursive;
    }

    /** A block that comes as a class file; empty if the class generated for it is not there. */
    static UsedBlock compiled(String name, Optional<BlockDefinition> definition) {
        return new UsedBlock(name, definition, Optional.empty(), false);
    }

    /** A block that is compiled now. */
    static UsedBlock declared(BlockDeclaration declaration) {
        return new UsedBlock(declaration.name(), Optional.empty(), Optional.of(declaration), false);
    }

    /** A block in its own wiring. */
    static UsedBlock recursive(String name) {
        return new UsedBlock(name, Optional.empty(), Optional.empty(), true);
    }

    /** The simple name of its annotation. */
    public String name() {
        return name;
    }

    /** Its declaration, if it is compiled now. */
    public Optional<BlockDeclaration> declared() {
        return declared;
    }

    /** Whether it is made of itself. */
    public boolean isRecursive() {
        return isRecursive;
    }

    /** What it is made of, unless something is wrong with it; a declaration is asked about once. */
    public Optional<BlockDefinition> definition(Function<BlockDeclaration, Optional<BlockDefinition>> check) {
        if (!isDecided) {
            isDecided = true;
            decided = compiled.or(() -> declared.flatMap(check));
        }
        return decided;
    }
}
