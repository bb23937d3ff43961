package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.OwnLayer;
import dev.plumb.processor.read.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong with a layer of the user's own, whatever it is made of: its attributes, its retention, its name. */
final class OwnLayerCheck {
    /** Words of the language of expressions, and the number of a repetition. */
    private static final Set<String> RESERVED = Set.of("index", "and", "or", "not", "true", "false");

    private final OwnLayer layer;
    private final String marker;
    private final String attributeTypes;
    private final List<LocatedProblem> problems = new ArrayList<>();

    /**
     * For a declaration.
     *
     * @param marker what makes it one: {@code @Block}
     * @param attributeTypes which types its attributes may have
     */
    OwnLayerCheck(OwnLayer layer, String marker, String attributeTypes) {
        this.layer = layer;
        this.marker = marker;
        this.attributeTypes = attributeTypes;
    }

    /** Checks all that is not about what it is made of. */
    void check() {
        layer.attributes().forEach(this::attribute);
        if (layer.isBoth()) {
            String other = marker.equals("@Block") ? "@Layer" : "@Block";
            bad("it is marked " + other + ", too, and a layer is made of layers or of code", layer.token());
        }
        if (!layer.isKept()) {
            bad("its retention is SOURCE: others cannot see it in class files", layer.token());
        }
        if (layer.isNameTaken()) {
            add(
                    ProblemId.CLASS_EXISTS,
                    "there is a type '" + layer.generatedName() + "' already, and the class of '" + layer.name()
                            + "' has that name: rename one of them",
                    layer.token());
        }
    }

    /** The problems so far. */
    List<LocatedProblem> problems() {
        return problems;
    }

    /** Says why it cannot be what it is marked as. */
    void bad(String reason, Token token) {
        add(ProblemId.BAD_MODEL, ProblemId.BAD_MODEL.headline(layer.name(), marker, reason), token);
    }

    void add(ProblemId id, String headline, Token token) {
        problems.add(new LocatedProblem(Problem.of(id, new Place.Whole(), headline), token, layer.token()));
    }

    private void attribute(OwnLayer.Attribute attribute) {
        if (RESERVED.contains(attribute.name())) {
            add(
                    ProblemId.BAD_NAME,
                    "'" + attribute.name()
                            + "' cannot name an attribute of a layer: in @Bind, @When and signatures it means something else",
                    attribute.token());
        }
        if (attribute.kind().isEmpty()) {
            bad(
                    "its attribute '" + attribute.name() + "' is " + attribute.type() + ": attributes are "
                            + attributeTypes,
                    attribute.token());
        }
    }
}
