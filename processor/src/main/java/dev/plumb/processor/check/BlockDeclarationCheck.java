package dev.plumb.processor.check;

import dev.plumb.graph.compose.BlockCheck;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.BlockDeclaration;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides whether a declaration is a block, as far as that does not depend on what it is given. */
public final class BlockDeclarationCheck {
    /** Words of the language of expressions, and the number of a repetition. */
    private static final Set<String> RESERVED = Set.of("index", "and", "or", "not", "true", "false");

    private final BlockDeclaration block;
    private final List<LocatedProblem> problems = new ArrayList<>();

    private BlockDeclarationCheck(BlockDeclaration block) {
        this.block = block;
    }

    /** Checks a declaration. */
    public static CheckedBlock check(BlockDeclaration block) {
        BlockDeclarationCheck check = new BlockDeclarationCheck(block);
        block.attributes().forEach(check::attribute);
        check.form();
        Optional<BlockDefinition> definition = block.wiring().flatMap(check::definition);
        return new CheckedBlock(
                block, check.problems.isEmpty() && block.resolved() ? definition : Optional.empty(), check.problems);
    }

    /** The block of a declaration with which nothing is wrong. */
    static Optional<BlockDefinition> sound(BlockDeclaration block) {
        return check(block).definition();
    }

    private void form() {
        if (block.wiring().isEmpty()) {
            bad("it has no interface Wiring inside that says what it is made of", block.token());
        }
        if (!block.isKept()) {
            bad("its retention is SOURCE: others cannot see it in class files", block.token());
        }
        if (block.isNameTaken()) {
            problems.add(new LocatedProblem(
                    Problem.of(
                            ProblemId.CLASS_EXISTS,
                            new Place.Whole(),
                            "there is a type '" + block.generatedName() + "' already, and the class of block '"
                                    + block.name() + "' has that name: rename one of them"),
                    block.token(),
                    block.token()));
        }
        block.wiring().ifPresent(wiring -> {
            Stream<AnnotationUse> training = wiring.methods().stream().flatMap(method -> Stream.of(
                            method.loss(),
                            method.metrics(),
                            method.composition().extract())
                    .flatMap(Optional::stream));
            Stream.concat(wiring.budget().stream(), training)
                    .forEach(use -> bad("@" + use.name() + " is said of a model, not of a part of it", use.token()));
            if (!wiring.form().isInterface() || wiring.form().isGeneric()) {
                bad("its Wiring is no plain interface", wiring.token());
            }
            if (wiring.form().isModel() && wiring.form().isSequential()) {
                bad("its Wiring is marked both @Model and @Sequential", wiring.token());
            }
        });
    }

    private void bad(String reason, Token token) {
        problems.add(new LocatedProblem(
                Problem.of(
                        ProblemId.BAD_MODEL,
                        new Place.Whole(),
                        ProblemId.BAD_MODEL.headline(block.name(), "@Block", reason)),
                token,
                block.token()));
    }

    private void attribute(BlockDeclaration.Attribute attribute) {
        if (RESERVED.contains(attribute.name())) {
            problems.add(new LocatedProblem(
                    Problem.of(
                            ProblemId.BAD_NAME,
                            new Place.Whole(),
                            "'" + attribute.name()
                                    + "' cannot name an attribute of a block: in @Bind and @When it means something else"),
                    attribute.token(),
                    block.token()));
        }
        if (attribute.kind().isEmpty()) {
            bad(
                    "its attribute '" + attribute.name() + "' is " + attribute.type()
                            + ": attributes are int, double, boolean, String, an enum, or arrays of these",
                    attribute.token());
        }
    }

    /** What the block is made of, if that can be read. */
    private Optional<BlockDefinition> definition(ModelDeclaration wiring) {
        DraftMaker maker = DraftMaker.of(wiring);
        Places places = new Places(wiring, maker.wiring());
        FollowOns followOns = new FollowOns(wiring, maker.wiring());
        List<Problem> found = new ArrayList<>(maker.problems());
        BlockDefinition definition = new BlockDefinition(
                block.annotation(), attributes(), maker.draft().named(block.name()));
        if (maker.isCheckable()) {
            BlockCheck.problems(definition).stream()
                    .filter(problem -> !followOns.contain(problem))
                    .map(problem -> LostNames.explain(problem, wiring))
                    .forEach(found::add);
            LineCheck.withoutLayer(wiring).ifPresent(found::add);
        }
        problems.addAll(places.located(found));
        return maker.isCheckable()
                        && wiring.methods().stream().allMatch(MethodDeclaration::resolved)
                        && maker.draft().steps().stream()
                                .allMatch(step -> step.layer().isPresent())
                ? Optional.of(definition)
                : Optional.empty();
    }

    private List<BlockDefinition.BlockAttribute> attributes() {
        return block.attributes().stream()
                .flatMap(attribute -> attribute.kind().stream()
                        .map(kind -> new BlockDefinition.BlockAttribute(attribute.name(), kind, attribute.standard())))
                .toList();
    }
}
