package dev.plumb.benchmarks.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.plumb.benchmarks.measure.Work;
import java.util.Random;
import java.util.function.Function;

/** Training step by step over one batch that lies ready. */
final class Training {
    private Training() {}

    static Work of(Block block, Function<NDManager, NDArray> batch) {
        Loss loss = Loss.softmaxCrossEntropyLoss();
        Model model = Model.newInstance("benchmark", "PyTorch");
        model.setBlock(block);
        Trainer trainer = model.newTrainer(
                new DefaultTrainingConfig(loss).optOptimizer(Optimizer.adam().build()));
        NDArray x = batch.apply(trainer.getManager());
        trainer.initialize(x.getShape());
        NDArray y = classes(trainer.getManager(), (int) x.getShape().get(0));
        // The first step makes the state of Adam, which stays; what the others make goes.
        step(trainer, loss, x, y);
        return Work.of(rows -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                step(trainer, loss, x, y);
            }
        });
    }

    private static void step(Trainer trainer, Loss loss, NDArray x, NDArray y) {
        try (GradientCollector gradients = trainer.newGradientCollector()) {
            NDList output = trainer.forward(new NDList(x));
            gradients.backward(loss.evaluate(new NDList(y), output));
        }
        trainer.step();
    }

    private static NDArray classes(NDManager manager, int count) {
        return manager.create(new Random(3).ints(count, 0, 10).toArray());
    }
}
