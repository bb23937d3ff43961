package dev.plumb.processor.check;

import dev.plumb.graph.compose.BlockCheck;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.BlockDeclaration;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether a declaration is a block, as far as that does not depend on what it is given. */
public final class BlockDeclarationCheck {
    private static final String ATTRIBUTES = "int, double, boolean, String, an enum, or arrays of these";

    private final BlockDeclaration block;
    private final OwnLayerCheck common;

    private BlockDeclarationCheck(BlockDeclaration block) {
        this.block = block;
        this.common = new OwnLayerCheck(block.layer(), "@Block", ATTRIBUTES);
    }

    /** Checks a declaration. */
    public static CheckedBlock check(BlockDeclaration block) {
        BlockDeclarationCheck check = new BlockDeclarationCheck(block);
        check.common.check();
        check.form();
        Optional<BlockDefinition> definition = block.wiring().flatMap(check::definition);
        List<LocatedProblem> problems = check.common.problems();
        boolean sound = problems.isEmpty() && block.layer().resolved();
        return new CheckedBlock(block, sound ? definition : Optional.empty(), problems);
    }

    /** The block of a declaration with which nothing is wrong. */
    static Optional<BlockDefinition> sound(BlockDeclaration block) {
        return check(block).definition();
    }

    private void form() {
        if (block.wiring().isEmpty() && !block.layer().isBoth()) {
            common.bad(
                    "it has no interface Wiring inside that says what it is made of",
                    block.layer().token());
        }
        block.wiring().ifPresent(wiring -> {
            Stream<AnnotationUse> training = wiring.methods().stream().flatMap(method -> Stream.of(
                            method.loss(),
                            method.metrics(),
                            method.composition().extract())
                    .flatMap(Optional::stream));
            Stream.concat(wiring.budget().stream(), training)
                    .forEach(use ->
                            common.bad("@" + use.name() + " is said of a model, not of a part of it", use.token()));
            if (!wiring.form().isInterface() || wiring.form().isGeneric()) {
                common.bad("its Wiring is no plain interface", wiring.token());
            }
            if (wiring.form().isModel() && wiring.form().isSequential()) {
                common.bad("its Wiring is marked both @Model and @Sequential", wiring.token());
            }
        });
    }

    /** What the block is made of, if that can be read. */
    private Optional<BlockDefinition> definition(ModelDeclaration wiring) {
        DraftMaker maker = DraftMaker.of(wiring);
        Places places = new Places(wiring, maker.wiring());
        FollowOns followOns = new FollowOns(wiring, maker.wiring());
        List<Problem> found = new ArrayList<>(maker.problems());
        BlockDefinition definition = new BlockDefinition(
                block.layer().annotation(),
                block.layer().knownAttributes(),
                maker.draft().named(block.layer().name()));
        if (maker.isCheckable()) {
            BlockCheck.problems(definition).stream()
                    .filter(problem -> !followOns.contain(problem))
                    .map(problem -> LostNames.explain(problem, wiring))
                    .forEach(found::add);
            LineCheck.withoutLayer(wiring).ifPresent(found::add);
        }
        common.problems().addAll(places.located(found));
        return maker.isCheckable()
                        && wiring.methods().stream().allMatch(MethodDeclaration::resolved)
                        && maker.draft().steps().stream()
                                .allMatch(step -> step.layer().isPresent())
                ? Optional.of(definition)
                : Optional.empty();
    }
}
