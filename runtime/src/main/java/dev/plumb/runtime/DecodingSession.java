package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.Decoder;
import dev.plumb.graph.Graph;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that reads or generates sequences step by step: fill the inputs with the next step, {@link #run()}, read what the network gives for it. What its attentions and
 * recurrent layers need of earlier steps is kept (a cache of keys and values, states), so that a step costs as much as one row of a prediction and gives the same.
 *
 * <p>A run allocates nothing once its plan is prepared, and takes no lock; it computes with the weights that the network has then. For one thread at a time. To be closed when it is done
 * with, or else it holds its memory until the collector finds it.
 */
public final class DecodingSession implements AutoCloseable {
    private final Decoder decoder;
    private final SessionBuffers buffers;
    private final List<IdInput> idInputs = new ArrayList<>();
    private final String model;
    private final int examples;
    private final int longest;
    private final SessionUse use;

    private record IdInput(int index, IntBuffer ids, ValueRule rule) {}

    DecodingSession(Graph graph, Decoder decoder, int examples, int longest) {
        this.decoder = decoder;
        this.model = graph.name();
        this.use = new SessionUse(model);
        this.buffers = new SessionBuffers(model);
        this.examples = examples;
        this.longest = longest;
        for (int i = 0; i < graph.inputs().size(); i++) {
            int index = i;
            Graph.Input input = graph.inputs().get(i);
            if (decoder.isFloat(i)) {
                buffers.addInput(input.name(), decoder.input(i), room(input, i));
            } else {
                IntBuffer ids = decoder.inputInts(i);
                buffers.addInput(input.name(), ids, room(input, i));
                ValueRule.ids(graph, input).forEach(rule -> idInputs.add(new IdInput(index, ids, rule)));
            }
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            String output = graph.outputs().get(i).name();
            if (decoder.isFloatOutput(i)) {
                buffers.addOutput(output, decoder.output(i));
            } else {
                buffers.addOutput(output, decoder.outputInts(i));
            }
        }
    }

    private SessionBuffers.Room room(Graph.Input input, int index) {
        return SessionBuffers.Room.of(input, examples, decoder.read(index, 1), decoder.isStepwise(index) ? longest : 1);
    }

    /**
     * Where the numbers of an input go: the new steps of the first example, one after the other, then those of the next. An input without steps is given as a whole, once. The same
     * buffer each time: write by index, or set its position back.
     *
     * @throws IllegalArgumentException if the model has no such input of floats
     */
    public FloatBuffer input(String name) {
        return buffers.input(name);
    }

    /**
     * The same for an input of whole numbers.
     *
     * @throws IllegalArgumentException if the model has no such input of integers
     */
    public IntBuffer inputInts(String name) {
        return buffers.inputInts(name);
    }

    /**
     * Writes the numbers of an input: the new steps of the first example, one after the other, then those of the next.
     *
     * @throws IllegalArgumentException if the model has no such input of floats
     * @throws InputException if these are not as many as it takes
     */
    public void put(String name, float[] numbers) {
        buffers.put(name, numbers);
    }

    /**
     * The same for an input of whole numbers.
     *
     * @throws IllegalArgumentException if the model has no such input of integers
     * @throws InputException if these are not as many as it takes
     */
    public void put(String name, int[] numbers) {
        buffers.put(name, numbers);
    }

    /**
     * Where an output of the last step lies after a run, one example after the other. The same buffer each time.
     *
     * @throws IllegalArgumentException if the model has no such output of floats
     */
    public FloatBuffer output(String name) {
        return buffers.output(name);
    }

    /**
     * The same for an output of whole numbers.
     *
     * @throws IllegalArgumentException if the model has no such output of integers
     */
    public IntBuffer outputInts(String name) {
        return buffers.outputInts(name);
    }

    /**
     * Takes the next step, of each example.
     *
     * @throws InputException if an id has no row in its table; no step was taken then
     * @throws IllegalStateException if there is no room for another step, or the session is closed
     */
    public void run() {
        run(1);
    }

    /**
     * Takes the next steps, which all lie in the inputs: how a prompt is read. The first run of so many steps prepares plans for it.
     *
     * @throws IllegalArgumentException if the number is less than 1
     * @throws InputException if an id has no row in its table; no step was taken then
     * @throws IllegalStateException if there is no room for so many steps, or the session is closed or runs in another thread
     */
    public void run(int steps) {
        use.begin();
        try {
            take(steps);
        } finally {
            use.end();
        }
    }

    private void take(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a run takes 1 step or more, found " + steps);
        }
        if (steps > longest - decoder.steps()) {
            throw new IllegalStateException("this session of model '" + model + "' has room for " + longest
                    + " steps: it has taken " + decoder.steps() + ", found " + steps + " more\n  fix     "
                    + (steps > longest
                            ? "open it for longer sequences"
                            : decoder.canGoBack()
                                    ? "open it for longer sequences, or reset() or truncate(…) it"
                                    : "open it for longer sequences, or reset() it"));
        }
        for (int i = 0; i < idInputs.size(); i++) {
            IdInput input = idInputs.get(i);
            input.rule().checkFirst(input.ids(), decoder.read(input.index(), steps), examples);
        }
        decoder.run(steps);
    }

    /** How many steps were taken. */
    public int steps() {
        return decoder.steps();
    }

    /** How many steps there is room for. */
    public int longest() {
        return longest;
    }

    /**
     * Goes back to where only the first so many steps were taken: the next run takes another way on from there. Outputs stay what they are until then.
     *
     * @throws IllegalArgumentException if so many steps were not taken
     * @throws IllegalStateException if the network has recurrent layers, whose states of then are gone, or the session is closed or
     *     runs in another thread
     */
    public void truncate(int steps) {
        use.begin();
        try {
            goBack(steps);
        } finally {
            use.end();
        }
    }

    private void goBack(int steps) {
        if (steps < 0 || steps > decoder.steps()) {
            throw new IllegalArgumentException("to go back to " + steps + " steps, from 0 to " + decoder.steps()
                    + " are expected: so many were taken");
        }
        if (steps > 0 && steps < decoder.steps() && !decoder.canGoBack()) {
            throw new IllegalStateException("model '" + model
                    + "' has recurrent layers, whose states after an earlier step are not kept\n  fix     reset() and"
                    + " take the steps again");
        }
        decoder.truncate(steps);
    }

    /** Begins anew, as if no step was taken: also after the weights have changed. */
    public void reset() {
        truncate(0);
    }

    /**
     * Gives the memory back; the second time does nothing.
     *
     * @throws IllegalStateException if it runs in another thread; it stays open then
     */
    @Override
    public void close() {
        if (use.close()) {
            decoder.close();
        }
    }
}
