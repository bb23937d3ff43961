package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.graph.Graph;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A network prepared for predictions of always the same number of examples, with buffers of its own: fill the inputs, {@link #run()}, read the outputs. A run
 * allocates nothing and waits for nobody; it computes with the weights that the network has then. Any number of inputs and outputs.
 *
 * <p>For one thread at a time: each thread that predicts opens a session of its own. To be closed when it is done with, or else it holds its memory until the collector
 * finds it.
 */
public final class Session implements AutoCloseable {
    private final PredictPlan plan;
    private final RecurrentStates states;
    private final SessionBuffers buffers;
    /** The rules of the ids of each input that has some. */
    private final List<IdInput> idInputs = new ArrayList<>();

    private final int examples;
    private final SessionUse use;

    /** Its buffers are lasting views: they may outlive the session, but hold nothing of use then. */
    Session(Graph graph, PredictPlan plan, int examples) {
        this.plan = plan;
        this.states = new RecurrentStates(graph.name());
        this.use = new SessionUse(graph.name());
        this.buffers = new SessionBuffers(graph.name());
        this.examples = examples;
        for (int i = 0; i < graph.inputs().size(); i++) {
            Graph.Input input = graph.inputs().get(i);
            if (plan.isFloat(i)) {
                FloatBuffer floats = plan.lastingInput(i);
                buffers.addInput(input.name(), floats, room(input, floats.capacity()));
            } else {
                IntBuffer ids = plan.lastingInputInts(i);
                buffers.addInput(input.name(), ids, room(input, ids.capacity()));
                ValueRule.ids(graph, input).forEach(rule -> idInputs.add(new IdInput(ids, rule)));
            }
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            String output = graph.outputs().get(i).name();
            if (plan.isFloatOutput(i)) {
                buffers.addOutput(output, plan.lastingOutput(i));
            } else {
                buffers.addOutput(output, plan.lastingOutputInts(i));
            }
        }
    }

    private record IdInput(IntBuffer ids, ValueRule rule) {}

    private SessionBuffers.Room room(Graph.Input input, int numbers) {
        return SessionBuffers.Room.of(input, examples, numbers, 1);
    }

    /**
     * Where the numbers of an input go, one example after the other, each row by row; index 0 is the first. The same buffer each time: write by index, or
     * set its position back.
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
     * Writes the numbers of an input, one example after the other, each row by row.
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
     * Where an output lies after a run, one example after the other. The same buffer each time.
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
     * Computes the outputs of what the inputs hold.
     *
     * @throws InputException if an id has no row in its table
     * @throws IllegalStateException if the session is closed, or runs in another thread
     */
    public void run() {
        use.begin();
        try {
            for (int i = 0; i < idInputs.size(); i++) {
                IdInput input = idInputs.get(i);
                input.rule().checkBatch(input.ids(), examples);
            }
            plan.seed(0);
            states.run(plan);
        } finally {
            use.end();
        }
    }

    /**
     * Lets stateful layers begin anew. A session has states of its own: the next run goes on from its last one, whatever the network or other sessions read meanwhile.
     *
     * @throws IllegalStateException if the session is closed, or runs in another thread
     */
    public void resetStates() {
        use.begin();
        try {
            states.reset();
        } finally {
            use.end();
        }
    }

    /**
     * Gives the memory back; the second time does nothing.
     *
     * @throws IllegalStateException if it runs in another thread; it stays open then
     */
    @Override
    public void close() {
        if (use.close()) {
            plan.close();
        }
    }
}
