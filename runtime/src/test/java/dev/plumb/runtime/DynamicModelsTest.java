package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
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

    /** Reads bits until it is sure of what most of them are: adaptive computation by a threshold. */
    private static final class SureReader extends EagerModel<float[], SureReader.Answer> {
        private final EagerLayer cell = layer("cell", Layers.dense(8).activation(TANH));
        private final EagerLayer answer = layer("answer", Layers.dense(1).activation(SIGMOID));

        SureReader() {
            super(3);
        }

        record Answer(Var probability, int steps) {}

        @Override
        public Answer call(EagerContext context, float[] bits) {
            Var state = context.fill(0, 1, 8);
            Var probability = context.fill(0.5f, 1, 1);
            for (int step = 0; step < bits.length; step++) {
                Var bit = context.floats(new float[] {bits[step]}, 1, 1);
                state = cell.call(context, state.concatenate(1, bit));
                probability = answer.call(context, state);
                float sure = context.number(probability);
                if (sure < 0.05 || sure > 0.95) {
                    return new Answer(probability, step + 1);
                }
            }
            return new Answer(probability, bits.length);
        }
    }

    @Test
    void aRecurrentNetworkStopsWhenItIsSure() {
        SureReader model = new SureReader();
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.02));
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            float label = random.nextInt(2);
            float[] bits = new float[12];
            for (int k = 0; k < bits.length; k++) {
                bits[k] = random.nextFloat() < 0.9 ? label : 1 - label;
            }
            try (GradientTape tape = model.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                SureReader.Answer answer = model.call(context, bits);
                Var target = context.floats(new float[] {label}, 1, 1);
                optimizer.step(tape, context.loss(Losses.binaryCrossentropy(), answer.probability(), target));
            }
        }
        assertEquals(1, answer(model, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 0.1);
        assertEquals(0, answer(model, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0.1);
        int clear = steps(model, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        int mixed = steps(model, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1);
        assertTrue(clear < 12 && clear < mixed, clear + " steps, mixed " + mixed);
    }

    private static double answer(SureReader model, float... bits) {
        return model.predict(bits, (context, answer) -> (double) context.number(answer.probability()));
    }

    private static int steps(SureReader model, float... bits) {
        return model.predict(bits, (context, answer) -> answer.steps());
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

    private static double meanOf(Net generator, Random random) {
        try (GradientTape tape = generator.tape(Phase.INFERENCE)) {
            Var made = generator.call(tape.context(), noise(tape.context(), random, 256));
            return tape.context().number(made.mean());
        }
    }

    @Test
    void anAdversarialPairHasTwoOptimizers() {
        Net generator = new Net(1, 1);
        Net critic = new Net(2, 1);
        EagerOptimizer make = generator.optimizer(new Adam(2e-3, 0.5, 0.9, 1e-7));
        EagerOptimizer judge = critic.optimizer(new Adam(4e-3, 0.5, 0.9, 1e-7));
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            try (GradientTape tape = critic.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var made = generator.call(context, noise(context, random, 64));
                // -log D(real) - log(1 - D(made)), by logits
                Var loss = critic.call(context, real(context, random, 64))
                        .negated()
                        .softplus()
                        .mean()
                        .plus(critic.call(context, made).softplus().mean());
                judge.step(tape, loss);
            }
            try (GradientTape tape = generator.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var made = generator.call(context, noise(context, random, 64));
                make.step(tape, critic.call(context, made).negated().softplus().mean());
            }
        }
        assertEquals(3, meanOf(generator, random), 0.7);
    }

    /**
     * Gulrajani and others (2017): the gradient of the critic between real and made numbers is held at the norm 1. The one-sided penalty of
     * their section 4: numbers on a line have two directions, and a critic has to pass 0 between them.
     */
    @Test
    void aWassersteinCriticIsHeldByItsGradient() {
        Net generator = new Net(1, 1);
        Net critic = new Net(2, 1);
        EagerOptimizer make = generator.optimizer(new Adam(2e-3, 0, 0.9, 1e-7));
        EagerOptimizer judge = critic.optimizer(new Adam(5e-3, 0, 0.9, 1e-7));
        Random random = new Random(4);
        double norm = 0;
        for (int i = 0; i < 250; i++) {
            for (int k = 0; k < 5; k++) {
                try (GradientTape tape = critic.tape(Phase.TRAINING)) {
                    EagerContext context = tape.context();
                    Var real = real(context, random, 32);
                    Var made = generator.call(context, noise(context, random, 32));
                    float share = random.nextFloat();
                    Var between = real.times(share).plus(made.times(1 - share));
                    Var gradient = tape.gradient(critic.call(context, between).sum(), between);
                    Var penalty = gradient.abs().minus(1).relu().square().mean();
                    norm = context.number(gradient.abs().mean());
                    Var loss = critic.call(context, made)
                            .mean()
                            .minus(critic.call(context, real).mean())
                            .plus(penalty.times(10));
                    judge.step(tape, loss);
                }
            }
            try (GradientTape tape = generator.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var made = generator.call(context, noise(context, random, 32));
                make.step(tape, critic.call(context, made).mean().negated());
            }
        }
        assertTrue(norm < 1.3, "the norm is " + norm);
        assertEquals(3, meanOf(generator, random), 0.6);
    }

    /** Williams (1992): what was done is made likelier by the reward that followed, above the mean. */
    @Test
    void aPolicyLearnsFromRewards() {
        EagerModel<Var, Var> policy = new EagerModel<>(6) {
            private final EagerLayer hidden = layer("hidden", Layers.dense(16).activation(RELU));
            private final EagerLayer actions = layer("actions", Layers.dense(3));

            @Override
            public Var call(EagerContext context, Var state) {
                return actions.call(context, hidden.call(context, state)).logSoftmax(-1);
            }
        };
        EagerOptimizer optimizer = policy.optimizer(Adam.of(0.01));
        Random random = new Random(2);
        double reward = 0;
        for (int i = 0; i < 200; i++) {
            try (GradientTape tape = policy.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                float[] states = new float[64];
                for (int k = 0; k < 64; k++) {
                    states[k] = random.nextFloat() * 2 - 1;
                }
                Var logs = policy.call(context, context.floats(states, 64, 1));
                float[] probabilities = context.numbers(logs.exp());
                int[] taken = new int[64];
                float[] gained = new float[64];
                float mean = 0;
                for (int k = 0; k < 64; k++) {
                    float drawn = random.nextFloat();
                    while (taken[k] < 2 && (drawn -= probabilities[3 * k + taken[k]]) > 0) {
                        taken[k]++;
                    }
                    gained[k] = taken[k] == best(states[k]) ? 1 : 0;
                    mean += gained[k] / 64;
                }
                Var advantage = context.floats(gained, 64).minus(mean);
                Var loss = logs.pickLast(context.ints(taken, 64))
                        .times(advantage)
                        .mean()
                        .negated();
                optimizer.step(tape, loss);
                reward = mean;
            }
        }
        assertTrue(reward > 0.8, "the mean reward is " + reward);
    }

    private static int best(float state) {
        return state < -0.33 ? 0 : state < 0.33 ? 1 : 2;
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
