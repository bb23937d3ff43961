package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.SGD;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of another size are refused before the first one, and the fixes that are said are some. */
final class StatefulOrderTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> OUT = Structure.single("out");

    private final Network network = network();
    private final Trainer<INDArray, INDArray> trainer = network.trainer(X, OUT, SGD.of(0.1));

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Stream");
        return Network.create(
                g.output(
                                g.apply(
                                        "out",
                                        Layers.dense(1),
                                        g.apply("reader", Layers.simpleRNN(1).stateful(true), g.input("x", 1, 1))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
    }

    private static Dataset<INDArray, INDArray> data(int examples) {
        return Dataset.of(X, Nd4j.ones(DataType.FLOAT, examples, 1, 1), OUT, Nd4j.ones(DataType.FLOAT, examples, 1));
    }

    private static Fit silent(int batchSize) {
        return Fit.epochs(1).batchSize(batchSize).shuffle(false).verbose(Verbosity.SILENT);
    }

    /** The message, which no step was taken before; empty if it is accepted as a whole. */
    private Optional<String> refused(Runnable work) {
        network.resetStates();
        float[] weights = network.weight("out/kernel").dup().data().asFloat();
        try {
            work.run();
            return Optional.empty();
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage();
            assertArrayEquals(weights, network.weight("out/kernel").dup().data().asFloat(), 0, message);
            assertTrue(message.contains("is stateful: each example goes on"), message);
            return Optional.of(message);
        }
    }

    @Test
    void validationOfAnotherSizeIsRefusedBeforeTraining() {
        assertTrue(refused(() -> trainer.fit(data(8), silent(4).validationData(data(2))))
                .orElseThrow()
                .endsWith("expected whole batches of 4, found 2 examples for validation\n"
                        + "  fix     batchSize(2) divides both parts"));
        assertTrue(refused(() -> trainer.fit(data(8), silent(3).validationSplit(0.2)))
                .orElseThrow()
                .endsWith("found 2 examples for validation, of 8 that validationSplit(0.2) divides\n"
                        + "  fix     batchSize(2) divides both parts"));
        assertTrue(refused(() -> trainer.fit(data(3), silent(4).validationData(data(4))))
                .orElseThrow()
                .endsWith("expected whole batches of 3, found 4 examples for validation\n"
                        + "  fix     batchSize(1) divides both parts, or leave the last ones out: take(3) of"
                        + " validation"));
        assertTrue(refused(() -> trainer.fit(data(12), silent(4).validationSplit(0.2)))
                .orElseThrow()
                .endsWith("the last batch would have 1 of them: expected whole batches of 4, found 9 examples, of 12"
                        + " that validationSplit(0.2) divides\n  fix     batchSize(3) divides both parts"));
        assertTrue(refused(() -> trainer.fit(data(30), silent(4).validationSplit(0.2)))
                .orElseThrow()
                .endsWith("\n  fix     batchSize(3) divides both parts, or leave the last ones out: take(20) before"
                        + " the split"));
        assertTrue(refused(() ->
                        trainer.fit(data(8), silent(4).validationData(data(6)).validationBatchSize(2)))
                .orElseThrow()
                .endsWith("found validationBatchSize(2)\n  fix     leave validationBatchSize out, and batchSize(2)"
                        + " divides both parts, or leave the last ones out: take(4) of validation"));
    }

    @Test
    void eachFixOfASplitIsAccepted() {
        for (int examples = 2; examples <= 26; examples++) {
            for (int batch = 1; batch <= 6; batch++) {
                for (double split : new double[] {0.1, 0.2, 0.3, 0.5, 0.75}) {
                    Dataset<INDArray, INDArray> data = data(examples);
                    if ((int) Math.floor(examples * (1 - split)) > 0) {
                        requireFixes(data, data, silent(batch).validationSplit(split));
                    }
                }
            }
        }
    }

    @Test
    void eachFixOfValidationDataIsAccepted() {
        for (int examples = 1; examples <= 13; examples++) {
            for (int validation = 1; validation <= 13; validation++) {
                for (int batch = 1; batch <= 5; batch++) {
                    for (int own = 0; own <= 4; own++) {
                        Dataset<INDArray, INDArray> held = data(validation);
                        Fit fit = silent(batch).validationData(held);
                        requireFixes(data(examples), held, own == 0 ? fit : fit.validationBatchSize(own));
                    }
                }
            }
        }
    }

    /** Does what the message says, one way and the other. */
    private void requireFixes(Dataset<INDArray, INDArray> data, Dataset<INDArray, INDArray> held, Fit options) {
        Optional<String> said = refused(() -> trainer.fit(data, options));
        if (said.isEmpty()) {
            return;
        }
        String message = said.get();
        String fix = message.substring(message.indexOf("  fix"));
        Fit plain = fix.contains("leave validationBatchSize out") ? withoutOwnSize(options) : options;
        OptionalInt size = number(fix, "batchSize\\((\\d+)\\)");
        int batch = size.orElse(plain.batchSize());
        assertTrue(batch <= plain.batchSize(), message);
        assertEquals(Optional.empty(), refused(() -> trainer.fit(data, plain.batchSize(batch))), message);
        for (int larger = batch + 1; size.isPresent() && larger <= plain.batchSize(); larger++) {
            Fit other = plain.batchSize(larger);
            assertTrue(refused(() -> trainer.fit(data, other)).isPresent(), larger + " in place of: " + message);
        }
        if (fix.contains("take(")) {
            OptionalInt whole = number(fix, "take\\((\\d+)\\)(?! of validation)");
            OptionalInt ofValidation = number(fix, "take\\((\\d+)\\) of validation");
            Dataset<INDArray, INDArray> taken = whole.isPresent() ? data.take(whole.getAsInt()) : data;
            Fit fit = ofValidation.isPresent() ? plain.validationData(held.take(ofValidation.getAsInt())) : plain;
            assertEquals(Optional.empty(), refused(() -> trainer.fit(taken, fit)), message);
        }
    }

    private static Fit withoutOwnSize(Fit options) {
        Fit plain = silent(options.batchSize()).validationSplit(options.validationSplit());
        return options.validationData().map(plain::validationData).orElse(plain);
    }

    private static OptionalInt number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    @Test
    void anEvaluationIsRefusedBeforeItsFirstBatch() {
        String message = assertThrows(InputException.class, () -> trainer.evaluate(data(14), 4))
                .getMessage();
        assertTrue(
                message.endsWith(", and the last batch would have 2 of them: expected whole batches of 4, found 14"
                        + " examples\n  fix     leave the last ones out: take(12), or begin anew with a size that"
                        + " divides them: resetStates() and evaluate(…, 2)"),
                message);
        trainer.evaluate(data(5), 7); // no states of a first batch of 4
        network.resetStates();
        trainer.evaluate(data(14).take(12), 4);
        assertThrows(InputException.class, () -> trainer.evaluate(data(14), 4));
        network.resetStates();
        trainer.evaluate(data(14), 2);
    }
}
