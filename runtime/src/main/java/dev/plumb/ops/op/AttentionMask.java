package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Which steps of key and value the steps of a query do not see.
 *
 * @param before a step sees no earlier ones than so many before it; {@link #UNLIMITED}: all
 * @param after and no later ones than so many after it: 0 is a causal mask
 * @param keys whether an operand [batch, keys] has 0 where a key is padding
 * @param queries whether an operand [batch, queries] has 0 where a query is padding: that one sees nothing
 * @param pairs whether an operand [batch, queries, keys] has 0 where a query does not see a key
 * @param excluded what is added to the score of what is not seen. If it is finite, a step that sees nothing has equal weights
 */
public record AttentionMask(int before, int after, boolean keys, boolean queries, boolean pairs, float excluded) {

    /** No limit. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Whether anything is excluded. */
    public boolean excludes() {
        return isBand() || isGiven();
    }

    /** Whether it depends on how far apart two steps are. */
    public boolean isBand() {
        return before != UNLIMITED || after != UNLIMITED;
    }

    /** Whether there are operands that exclude. */
    public boolean isGiven() {
        return keys || queries || pairs;
    }

    /** Whether it differs between the steps of a query. */
    public boolean differsByQuery() {
        return isBand() || queries || pairs;
    }

    /** How many operands it has. */
    public int operands() {
        return (keys ? 1 : 0) + (queries ? 1 : 0) + (pairs ? 1 : 0);
    }

    /** The types of the operands: keys, queries, pairs, those that there are. */
    List<ArrayType> types(int batch, int querySteps, int keySteps) {
        List<ArrayType> types = new ArrayList<>();
        if (keys) {
            types.add(ArrayType.float32(batch, keySteps));
        }
        if (queries) {
            types.add(ArrayType.float32(batch, querySteps));
        }
        if (pairs) {
            types.add(ArrayType.float32(batch, querySteps, keySteps));
        }
        return types;
    }
}
