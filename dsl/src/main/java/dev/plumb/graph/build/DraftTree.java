package dev.plumb.graph.build;

import dev.plumb.graph.Draft;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import java.util.Map;

/**
 * Drafts as trees of maps, lists, strings, numbers and booleans: what JSON holds, and the one form in which models travel. Generated
 * classes and files hold it. Attributes at their default are left out, and so is the type {@code Tensor}, which states nothing, and the type of a
 * wire where it is that of its source. Nested models and blocks are in it once, whatever uses them. What is read may be right or wrong, as
 * every draft.
 */
public final class DraftTree {
    /** The version of the form; one that reads it reads all before it. */
    public static final int FORMAT = 1;

    private DraftTree() {}

    /**
     * The tree of a draft.
     *
     * @throws java.util.NoSuchElementException if one of its steps has no layer
     */
    public static Map<String, Object> of(Draft draft) {
        return new DraftWriter().tree(draft);
    }

    /** The tree of a block. */
    public static Map<String, Object> of(BlockDefinition block) {
        return new DraftWriter().tree(block);
    }

    /** The tree of a layer in code: what is said of it without the code. */
    public static Map<String, Object> of(CodeDefinition code) {
        return new DraftWriter().tree(code);
    }

    /**
     * The draft of a tree.
     *
     * @throws IllegalArgumentException if the tree is not that of a draft, names a layer that does not exist, or has a newer format
     */
    public static Draft read(Map<String, ?> tree) {
        return new DraftReader(tree).draft();
    }

    /**
     * The block of a tree.
     *
     * @throws IllegalArgumentException if the tree is not that of a block, names a layer that does not exist, or has a newer format
     */
    public static BlockDefinition readBlock(Map<String, ?> tree) {
        return new DraftReader(tree).block();
    }

    /**
     * The layer in code of a tree.
     *
     * @throws IllegalArgumentException if the tree is not that of one, or has a newer format
     */
    public static CodeDefinition readCode(Map<String, ?> tree) {
        return new DraftReader(tree).code();
    }
}
