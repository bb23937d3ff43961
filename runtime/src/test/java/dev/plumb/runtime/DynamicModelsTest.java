package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models whose wiring depends on values, and loops of training that no trainer has. */
final class DynamicModelsTest {

    /** A word, or two parts; the label of a sentence is at its root. */
    private record Tree(String word, List<Tree> parts) {
        static Tree parse(String text) {
            return parse(text.replace("(", " ( ").replace(")", " ) ").trim().split("\\s+"), new int[1]);
        }

        private static Tree parse(String[] tokens, int[] at) {
            if (!"(".equals(tokens[at[0]])) {
                return new Tree(tokens[at[0]++], List.of());
            }
            at[0]++;
            List<Tree> parts = new ArrayList<>();
            while (!")".equals(tokens[at[0]])) {
                parts.add(parse(tokens, at));
            }
            at[0]++;
            return new Tree("", parts);
        }
    }

    /** The binary Tree-LSTM of Tai, Socher and Manning (2015), equations 9 to 14. */
    private static final class TreeLstm extends EagerModel<Tree, Var> {
        private static final int UNITS = 16;
        private final Map<String, Integer> ids = new HashMap<>();
        private final EagerLayer words = layer("words", Layers.embedding(100, UNITS));
        private final EagerLayer leaf = layer("leaf", Layers.dense(2 * UNITS));
        private final EagerLayer compose = layer("compose", Layers.dense(5 * UNITS));
        private final EagerLayer classes = layer("classes", Layers.dense(2).activation(SOFTMAX));

        TreeLstm(long seed) {
            super(seed);
        }

        private record State(Var hidden, Var cell) {}

        @Override
        public Var call(EagerContext context, Tree tree) {
            return classes.call(context, node(context, tree).hidden());
        }

        private State node(EagerContext context, Tree tree) {
            if (tree.parts().isEmpty()) {
                int id = ids.computeIfAbsent(tree.word(), word -> ids.size());
                Var word = words.call(context, context.ints(new int[] {id}));
                Var both = leaf.call(context, word);
                Var cell = both.slice(1, 0, UNITS);
                return new State(both.slice(1, UNITS, UNITS).logistic().times(cell.tanh()), cell);
            }
            State left = node(context, tree.parts().get(0));
            State right = node(context, tree.parts().get(1));
            Var gates = compose.call(context, left.hidden().concatenate(1, right.hidden()));
            Var in = gates.slice(1, 0, UNITS).logistic();
            Var out = gates.slice(1, UNITS, UNITS).logistic();
            Var keepLeft = gates.slice(1, 2 * UNITS, UNITS).logistic();
            Var keepRight = gates.slice(1, 3 * UNITS, UNITS).logistic();
            Var update = gates.slice(1, 4 * UNITS, UNITS).tanh();
            Var cell = in.times(update).plus(keepLeft.times(left.cell())).plus(keepRight.times(right.cell()));
            return new State(out.times(cell.tanh()), cell);
        }
    }

    private static final Map<String, Integer> SENTENCES = Map.of(
            "((the film) (is good))", 1,
            "((the film) (is (not good)))", 0,
            "((the plot) (is dull))", 0,
            "((the plot) (is (not dull)))", 1,
            "(((a good) cast) (in ((a dull) film)))", 0,
            "(((a (not dull)) cast) shines)", 1,
            "(nothing (is (good here)))", 0,
            "((I (laughed (all (the time)))) twice)", 1);

    @Test
    void aTreeNetworkLearnsSentences() {
        TreeLstm model = new TreeLstm(1);
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.02));
        for (int epoch = 0; epoch < 30; epoch++) {
            SENTENCES.forEach((text, label) -> {
                try (GradientTape tape = model.tape(Phase.TRAINING)) {
                    EagerContext context = tape.context();
                    Var output = model.call(context, Tree.parse(text));
                    Var target = context.ints(new int[] {label});
                    optimizer.step(tape, context.loss(Losses.sparseCategoricalCrossentropy(), output, target));
                }
            });
        }
        SENTENCES.forEach((text, label) -> assertTrue(
                model.predict(Tree.parse(text)).getDouble(0, label) > 0.8, text + model.predict(Tree.parse(text))));
    }

    /** Two layers between two sizes. */
    private static final class Net extends EagerModel<Var, Var> {
        private final EagerLayer hidden;
        private final EagerLayer last;

        Net(long seed, int units) {
            super(seed);
            hidden = layer("hidden", Layers.dense(16).activation(TANH));
            last = layer("last", Layers.dense(units));
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return last.call(context, hidden.call(context, x));
        }
    }

    private static Var noise(EagerContext context, Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return context.floats(numbers, count, 1);
    }

    /** Numbers about 3, with deviation 0.5. */
    private static Var real(EagerContext context, Random random, int count) {
        return noise(context, random, count).linear(0.5f, 3);
    }

    /** The logit of "this is real" for real numbers, and for made ones that of the contrary. */
    @Test
    void twoPlayersOnOneTapeHaveAnOptimizerEach() {
        Net generator = new Net(1, 1);
        Net critic = new Net(2, 1);
        EagerOptimizer make = generator.optimizer(Adam.of(2e-3));
        EagerOptimizer judge = critic.optimizer(Adam.of(4e-3));
        Random random = new Random(4);
        try (GradientTape tape = critic.tape(Phase.TRAINING)) {
            EagerContext context = tape.context();
            Var made = generator.call(context, noise(context, random, 64));
            Var real = critic.call(context, real(context, random, 64)).negated().softplus();
            Map<String, INDArray> before = generator.weights();
            judge.step(tape, real.plus(critic.call(context, made).softplus()).mean());
            assertEquals(before, generator.weights(), "the step of the critic");
        }
        Map<String, INDArray> before = critic.weights();
        double first = mistaken(generator, critic, make, random);
        assertEquals(before, critic.weights(), "the step of the generator");
        double last = first;
        for (int i = 0; i < 200; i++) {
            last = mistaken(generator, critic, make, random);
        }
        assertTrue(last < 0.9 * first, first + " to " + last);
    }

    /** A step of the generator against the critic as it is. */
    private static double mistaken(Net generator, Net critic, EagerOptimizer make, Random random) {
        try (GradientTape tape = generator.tape(Phase.TRAINING)) {
            Var made = generator.call(tape.context(), noise(tape.context(), random, 64));
            return make.step(
                    tape, critic.call(tape.context(), made).negated().softplus().mean());
        }
    }

    /** A loss that contains a gradient: its steps take the norm of that to 1, as the penalty of a Wasserstein critic does. */
    @Test
    void aGradientIsHeldAtANorm() {
        Net critic = new Net(2, 1);
        EagerOptimizer judge = critic.optimizer(Adam.of(5e-3));
        Random random = new Random(4);
        double first = 0;
        double last = 0;
        for (int i = 0; i < 200; i++) {
            try (GradientTape tape = critic.tape(Phase.TRAINING)) {
                Var points = noise(tape.context(), random, 32);
                Var slopes = tape.gradient(critic.call(tape.context(), points).sum(), points);
                last = judge.step(tape, slopes.abs().minus(1).square().mean());
                first = i == 0 ? last : first;
            }
        }
        assertTrue(last < 0.05 && last < first / 4, first + " to " + last);
    }

    @Test
    void aThousandTapesHoldNoMemory() {
        TreeLstm model = new TreeLstm(1);
        List<Tree> trees = SENTENCES.keySet().stream().sorted().map(Tree::parse).toList();
        trees.forEach(model::build);
        EagerOptimizer optimizer = model.optimizer(Adam.of(1e-3));
        int tapes = Integer.getInteger("plumb.tapes", 1_000);
        long before = 0;
        for (int i = 0; i < tapes; i++) {
            try (GradientTape tape = model.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var output = model.call(context, trees.get(i % trees.size()));
                optimizer.step(tape, output.square().sum());
            }
            if (i == 50) {
                before = Storage.held();
            }
        }
        long held = Storage.held();
        assertTrue(held <= before, before + " bytes are held after 50 tapes, " + held + " after all");
    }
}
