package dev.plumb.view.graph;

import dev.plumb.view.picture.Point;
import dev.plumb.view.picture.TextWidth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Finds places by the layered algorithm of ELK (Sugiyama, Tagawa and Toda 1981; Schulze, Spönemann and von Hanxleden 2014). The same diagram gets the same places. */
final class LayeredLayout {
    private static final double MARGIN = 16;

    private final Diagram diagram;
    private final Map<String, ElkNode> nodes = new HashMap<>();

    static {
        // The first call decides whose class loader finds the algorithms: not that of the thread, which may know none.
        LayoutMetaDataService.getInstance(LayeredMetaDataProvider.class.getClassLoader());
    }

    private LayeredLayout(Diagram diagram) {
        this.diagram = diagram;
    }

    static Placed of(Diagram diagram, boolean leftToRight) {
        return new LayeredLayout(diagram).placed(leftToRight);
    }

    private Placed placed(boolean leftToRight) {
        Direction direction = leftToRight ? Direction.RIGHT : Direction.DOWN;
        ElkNode root = ElkGraphUtil.createGraph();
        options(root, direction);
        root.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN));
        nodes.put("", root);
        diagram.parts().forEach(part -> add(part, direction));
        List<ElkEdge> edges =
                diagram.links().stream().map(LayeredLayout.this::add).toList();
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        Map<String, Placed.Box> boxes = new HashMap<>();
        for (Diagram.Part part : diagram.parts()) {
            ElkNode node = node(part.id());
            Point corner = corner(node);
            boxes.put(part.id(), new Placed.Box(corner.x(), corner.y(), node.getWidth(), node.getHeight()));
        }
        return new Placed(
                diagram,
                root.getWidth(),
                root.getHeight(),
                boxes,
                edges.stream().map(LayeredLayout::route).toList());
    }

    private static void options(ElkNode node, Direction direction) {
        node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        node.setProperty(CoreOptions.DIRECTION, direction);
        node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, 24.0);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 3.0);
    }

    private void add(Diagram.Part part, Direction direction) {
        ElkNode node = ElkGraphUtil.createNode(node(part.within()));
        if (part.kind() == Diagram.Kind.SCOPE) {
            options(node, direction);
            node.setProperty(CoreOptions.PADDING, new ElkPadding(BoxText.HEAD + 6, 12, 12, 12));
            double head = TextWidth.ofBold(BoxText.head(part), BoxText.SMALL) + 24;
            node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
            node.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(head, BoxText.HEAD));
        } else {
            node.setDimensions(BoxText.width(part), BoxText.height(part));
        }
        nodes.put(part.id(), node);
    }

    private ElkEdge add(Diagram.Link link) {
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(node(link.from()), node(link.to()));
        if (!link.label().isEmpty()) {
            ElkLabel label = ElkGraphUtil.createLabel(link.label(), edge);
            label.setDimensions(TextWidth.of(link.label(), BoxText.LABEL), BoxText.LABEL + 3);
            label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.HEAD);
        }
        return edge;
    }

    private ElkNode node(String id) {
        ElkNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("a part '" + id + "' of the diagram is not there: please report it");
        }
        return node;
    }

    /** The upper left corner of a node in the picture: its own place is that in the node around it. */
    private static Point corner(ElkNode node) {
        double x = 0;
        double y = 0;
        for (ElkNode at = node; at != null; at = at.getParent()) {
            x += at.getX();
            y += at.getY();
        }
        return new Point(x, y);
    }

    private static Placed.Route route(ElkEdge edge) {
        Point corner = corner(edge.getContainingNode());
        List<Point> points = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(at(corner, section.getStartX(), section.getStartY()));
            section.getBendPoints().forEach(bend -> points.add(at(corner, bend.getX(), bend.getY())));
            points.add(at(corner, section.getEndX(), section.getEndY()));
        }
        Point label = edge.getLabels().isEmpty()
                ? corner
                : at(
                        corner,
                        edge.getLabels().get(0).getX(),
                        edge.getLabels().get(0).getY());
        return new Placed.Route(points, label);
    }

    private static Point at(Point corner, double x, double y) {
        return new Point(corner.x() + x, corner.y() + y);
    }
}
