package dev.plumb.runtime;

import dev.plumb.data.Structure;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The one state of training that a network has, and the trainers that go on with it. */
final class Trainers {
    private final Network network;
    private final NetworkParts parts;
    private volatile long seed;
    private Optional<OptimizerMemory> saved = Optional.empty();
    private Optional<TrainingState> last = Optional.empty();

    /**
     * Nothing was trained.
     *
     * @param seed what everything random in training follows from
     */
    Trainers(Network network, NetworkParts parts, long seed) {
        this.network = network;
        this.parts = parts;
        this.seed = seed;
    }

    long seed() {
        return seed;
    }

    /** Takes the seed of a backup. */
    void reseed(long other) {
        seed = other;
    }

    /** Writes the network. */
    void save(Path file) {
        network.save(file);
    }

    /** The state of training: of the trainer that trained last, or as a file held it. */
    Optional<OptimizerMemory> memory() {
        return last.map(TrainingState::memory).or(() -> saved);
    }

    /** Takes a state for the next trainer; none: it starts anew. */
    void goOnWith(Optional<OptimizerMemory> memory) {
        saved = memory;
        last = Optional.empty();
    }

    /** A trainer has made a step: its state is the network's from now on. */
    void stepped(TrainingState state) {
        last = Optional.of(state);
        saved = Optional.empty();
    }

    /** A trainer that continues from a copy of the state, if its optimizer is of the same kind. */
    <I, T> Trainer<I, T> trainer(
            Structure<I> inputs, Structure<T> targets, Optimizer optimizer, List<OutputTraining> outputs) {
        Objects.requireNonNull(optimizer, "the optimizer is null: give one, such as Adam.of(1e-3)");
        TrainingState state = TrainingState.of(
                parts.weights(), optimizer, seed, parts.execution().threads(), memory());
        return new Trainer<>(new PlannedTrainee<>(parts, this, state, inputs, targets, outputs));
    }
}
