package dev.plumb.ops.op;

/**
 * What a {@link Recurrence} does in each step, with {@code s} the logistic function. The columns of both kernels are the gates one after
 * the other, in this order.
 */
public enum RecurrentCell {
    /**
     * Long short-term memory: gates i, f, g, o; {@code c' = s(f) c + s(i) tanh(g)}, {@code h' = s(o) tanh(c')}. States h, c. One bias a gate.
     */
    LSTM(4, 4, 2),
    /**
     * Gated recurrent unit whose reset gate acts on the state: gates z, r, h; {@code c = tanh(x Wh + (s(r) h) Uh + bh)}, {@code h' = s(z) h
     * + (1 - s(z)) c}. State h. One bias a gate. Its gradient has no op of its own: that of oneDNN
     * 3.11 fails at random, seen where there are more features than units.
     */
    GRU(3, 3, 1),
    /**
     * Gated recurrent unit whose reset gate acts on the product with the state: {@code c = tanh(x Wh + bh + s(r) (h Uh + b'h))}, the rest
     * alike. State h. One bias a gate and {@code b'h}, which comes last.
     */
    GRU_RESET_AFTER(3, 4, 1);

    private final int gates;
    private final int biases;
    private final int states;

    RecurrentCell(int gates, int biases, int states) {
        this.gates = gates;
        this.biases = biases;
        this.states = states;
    }

    /** How many times the units the kernels have columns. */
    public int gates() {
        return gates;
    }

    /** How many times the units the bias has elements. */
    public int biases() {
        return biases;
    }

    /** Whether there is a {@link RecurrenceBackward} of it; else its gradient is that of its steps. */
    public boolean hasBackward() {
        return this != GRU;
    }

    /** How many states go from step to step; the first is the output. */
    public int states() {
        return states;
    }
}
