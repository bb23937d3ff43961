package dev.plumb.processor.random.composition;

import dev.plumb.graph.check.GraphException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random programs: up to four blocks and models that use each other, and a model of them. About a third of them have a {@link Mistake}. */
final class RandomPrograms {
    private RandomPrograms() {}

    /** The program of a seed, always the same. */
    static Program of(long seed) {
        Random random = new Random(seed);
        ByHand hand = new ByHand();
        List<RandomBlocks.Made> blocks = new ArrayList<>();
        List<Program.Declaration> models = new ArrayList<>();
        List<Program.Declaration> all = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            RandomBlocks.Made made = RandomBlocks.of("Unit" + blocks.size(), random, blocks);
            hand.declare(made.block());
            blocks.add(made);
            all.add(made.block());
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            boolean main = i == 0;
            Program.Declaration model =
                    model(main ? "Main" : "Part" + models.size(), random, hand, blocks, models, main);
            models.add(model);
            all.add(model);
        }
        Program program = new Program("P" + seed, all, "");
        return random.nextInt(5) < 2 ? Mistake.in(program, random) : program;
    }

    /** Another one is written if a model cannot be made: what its layers are given is looked at, but not each value of each attribute. */
    private static Program.Declaration model(
            String name,
            Random random,
            ByHand hand,
            List<RandomBlocks.Made> blocks,
            List<Program.Declaration> models,
            boolean main) {
        while (true) {
            Program.Declaration model = new RandomModel(random, hand, blocks, models, main).write(name);
            try {
                hand.declare(model);
                return model;
            } catch (GraphException broken) {
                // drawn again
            }
        }
    }
}
