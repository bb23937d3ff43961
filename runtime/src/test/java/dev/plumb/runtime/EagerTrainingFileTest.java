package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An eager model is trained on from a file as if it had never stopped, to the bit. */
final class EagerTrainingFileTest {
    private static final float[] X = {1, 2, -1, 0.5f, -2, 1, 3, 0, 1, -1, 0.25f, 2};
    private static final float[] Y = {1, -1, 0.5f, 2};

    @TempDir
    Path folder;

    /** With dropout, moving statistics, and a layer that is only called when it is told to. */
    private static final class Regression extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(8).activation(ActivationFunction.TANH));
        private final EagerLayer normal = layer("normal", Layers.batchNormalization());
        private final EagerLayer dropped = layer("dropped", Layers.dropout(0.5));
        private final EagerLayer more = layer("more", Layers.dense(8));
        private final EagerLayer value = layer("value", Layers.dense(1));
        private boolean deep;

        Regression(long seed) {
            super(seed);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            Var y = dropped.call(context, normal.call(context, hidden.call(context, x)));
            return value.call(context, deep ? more.call(context, y) : y);
        }
    }

    private static List<Float> steps(Regression model, int count, EagerOptimizer... optimizers) {
        List<Float> losses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (GradientTape tape = model.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var output = model.call(context, context.floats(X, 4, 3));
                Var loss = context.loss(Losses.of(LossFunction.MEAN_SQUARED_ERROR), output, context.floats(Y, 4, 1));
                losses.add(optimizers[i % optimizers.length].step(tape, loss));
            }
        }
        return losses;
    }

    @Test
    void oneOptimizer() {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.01));
        steps(model, 5, optimizer);
        model.save(file, optimizer);
        Regression again = new Regression(2);
        EagerOptimizer goesOn = again.optimizer(Adam.of(0.01));
        again.load(file, goesOn);
        assertEquals(5, goesOn.iterations());
        assertEquals(model.seed(), again.seed());
        assertEquals(steps(model, 5, optimizer), steps(again, 5, goesOn));
        assertEquals(model.weights(), again.weights());
    }

    @Test
    void withoutItsStateTrainingIsAnother() {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.01));
        steps(model, 5, optimizer);
        model.save(file, optimizer);
        Regression again = new Regression(1);
        again.load(file);
        EagerOptimizer anew = again.optimizer(Adam.of(0.01));
        assertNotEquals(steps(model, 5, optimizer), steps(again, 5, anew));
    }

    @Test
    void aDamagedFileChangesNothing() throws IOException {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer adam = model.optimizer(Adam.of(0.01));
        EagerOptimizer sgd = model.optimizer(SGD.of(0.01).momentum(0.9));
        steps(model, 6, adam, sgd);
        model.save(file, adam, sgd);
        steps(model, 4, adam, sgd);
        var weights = model.weights();
        byte[] whole = Files.readAllBytes(file);
        int damaged = 0;
        for (int at = 0; at < whole.length; at += 5) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 4;
            Files.write(file, bytes);
            try {
                model.load(file, adam, sgd);
                steps(model, 4, adam, sgd);
            } catch (IllegalArgumentException | UncheckedIOException refused) {
                damaged++;
            }
            assertEquals(weights, model.weights(), "byte " + at);
        }
        assertTrue(damaged > whole.length / 20, damaged + " of " + whole.length);
    }

    @Test
    void severalOptimizersInTheirOrder() {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer adam = model.optimizer(Adam.of(0.01));
        EagerOptimizer sgd = model.optimizer(SGD.of(0.01).momentum(0.9));
        EagerOptimizer other = model.optimizer(Adam.of(0.02));
        steps(model, 7, adam, sgd, other);
        model.save(file, adam, sgd, other);
        Regression again = new Regression(2);
        EagerOptimizer adamOn = again.optimizer(Adam.of(0.01));
        EagerOptimizer sgdOn = again.optimizer(SGD.of(0.01).momentum(0.9));
        EagerOptimizer otherOn = again.optimizer(Adam.of(0.02));
        again.load(file, adamOn, sgdOn, otherOn);
        assertEquals(List.of(3L, 2L, 2L), List.of(adamOn.iterations(), sgdOn.iterations(), otherOn.iterations()));
        assertEquals(steps(model, 7, adam, sgd, other), steps(again, 7, adamOn, sgdOn, otherOn));
        assertEquals(model.weights(), again.weights());
    }

    @Test
    void whatIsFrozenAndWhatIsBuiltLater() {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.01));
        steps(model, 2, optimizer);
        model.freeze("hidden");
        steps(model, 3, optimizer);
        model.save(file, optimizer);
        Regression again = new Regression(2);
        EagerOptimizer goesOn = again.optimizer(Adam.of(0.01));
        again.load(file, goesOn);
        for (Regression one : List.of(model, again)) {
            one.unfreeze("hidden");
            one.deep = true;
        }
        assertEquals(steps(model, 5, optimizer), steps(again, 5, goesOn));
        assertEquals(model.weights(), again.weights());
        // Now with a layer that the file lacks.
        Regression ahead = new Regression(3);
        ahead.deep = true;
        EagerOptimizer late = ahead.optimizer(Adam.of(0.01));
        steps(ahead, 4, late);
        ahead.load(file, late);
        assertEquals(5, late.iterations());
        assertTrue(steps(ahead, 1, late).get(0) > 0);
    }

    @Test
    void onlyThoseThatWereSavedCanGoOn() {
        Path file = folder.resolve("model.plumb");
        Regression model = new Regression(1);
        EagerOptimizer adam = model.optimizer(Adam.of(0.01));
        steps(model, 2, adam);
        model.save(file, adam);
        Regression again = new Regression(2);
        String kind = refused(again, file, again.optimizer(SGD.of(0.01)));
        assertEquals(
                file
                        + " holds the state of Adam [momentum, velocity], and the optimizer is SGD []: load it into an optimizer of"
                        + " the same kind, in the order of saving; or load the model alone and start anew",
                kind);
        String count = refused(again, file, again.optimizer(Adam.of(0.01)), again.optimizer(Adam.of(0.01)));
        assertEquals(
                file
                        + " holds the state of 1 optimizer, and 2 are to have it: give as many as were saved, in their order",
                count);
        String foreign = refused(again, file, adam);
        assertTrue(
                foreign.startsWith("the optimizer is one of model 'Regression', and this is another model"), foreign);
        assertTrue(again.weights().isEmpty(), "nothing was changed");
        model.save(file);
        assertTrue(refused(again, file, again.optimizer(Adam.of(0.01))).endsWith("; save(file, optimizer) writes it"));
        again.load(file);
        assertEquals(model.weights(), again.weights());
    }

    private static String refused(Regression model, Path file, EagerOptimizer... optimizers) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> model.load(file, optimizers))
                .getMessage());
    }

    @Test
    void aFileThatIsNoneIsSaidSo() {
        assertThrows(UncheckedIOException.class, () -> new Regression(1).load(folder.resolve("none.plumb")));
    }
}
