package dev.plumb.source;

import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import java.util.ArrayList;
import java.util.List;

/**
 * A model as source: annotated interfaces that compile, without warnings, to the model that they were written from.
 *
 * <p>What differs: names that are none in Java or stand for something else there, see {@link #names}; what is returned and is no first output of a
 * layer goes through an {@code @Identity}; tensors of which no rank was stated get the type that they have; nested models are interfaces of their
 * own, also where they are parts of another model. Parts that were marked for extraction and what the program froze are no part of a graph.
 *
 * @param files the interface of the model, then those of the models that it uses, then the blocks that were found
 * @param graph what the source denotes
 * @param names what its layers were called before
 */
public record ModelSource(List<SourceFile> files, Graph graph, LayerNames names) {
    public ModelSource {
        files = List.copyOf(files);
    }

    /** Writes a model. */
    public static ModelSource of(Graph graph, SourceStyle style) {
        ModelSource source = written(graph, style);
        if (!style.blocks()) {
            return source;
        }
        ModelSource flat = written(graph, style.withoutBlocks());
        return source.lines() < flat.lines() ? source : flat;
    }

    private static ModelSource written(Graph graph, SourceStyle style) {
        Rewriting rewriting = new Rewriting(style);
        Rewritten main = rewriting.main(graph.draft(), style.typeName());
        List<SourceFile> files = new ArrayList<>();
        List<SourceFile> blocks = new ArrayList<>();
        for (Rewritten model : rewriting.models()) {
            files.add(new InterfaceWriter(model, style).file());
            model.blocks().forEach(block -> blocks.add(new BlockWriter(block, style).file()));
        }
        files.addAll(blocks);
        return new ModelSource(files, GraphChecker.graph(main.draft()), main.names());
    }

    private long lines() {
        return files.stream().mapToLong(file -> file.text().lines().count()).sum();
    }
}
