package dev.plumb.view.graph;

import java.util.List;

/**
 * What is shown of a graph, before anybody knows where.
 *
 * @param parts each after the one that it lies in
 * @param links between parts
 */
record Diagram(String title, List<Part> parts, List<Link> links) {
    Diagram {
        parts = List.copyOf(parts);
        links = List.copyOf(links);
    }

    /** What a part is; it decides how it looks. */
    enum Kind {
        /** An input of the model. */
        INPUT,
        /** A layer without weights. */
        PLAIN,
        /** A layer with weights. */
        WEIGHTY,
        /** A nested model, block or repetition as one box. */
        FOLDED,
        /** A nested model, block or repetition around its layers. */
        SCOPE
    }

    /**
     * A box.
     *
     * @param id unique in the diagram: its path
     * @param within the id of the part that it lies in, or "" if it is none
     * @param layer which layer it is: {@code Dense}
     * @param name below that
     * @param facts lines below the name
     * @param about what a reader is told who points at it
     * @param isOutput whether the model returns what it makes
     * @param isFrozen whether it has weights, and none of them is trained
     */
    record Part(
            String id,
            String within,
            Kind kind,
            String layer,
            String name,
            List<String> facts,
            String about,
            boolean isOutput,
            boolean isFrozen) {
        Part {
            facts = List.copyOf(facts);
        }
    }

    /**
     * A wire.
     *
     * @param from the id of a part
     * @param to the id of a part
     * @param label which output, which role, or ""
     */
    record Link(String from, String to, String label) {}
}
