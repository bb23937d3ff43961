package dev.plumb.layer;

import dev.plumb.ops.Var;
import java.util.List;

/** What a recurrent layer made of a sequence. What nobody asks for is not computed. */
interface Reading {

    /** The outputs in the order of reading, (batch, time, units). */
    Var sequence();

    /** The outputs in the opposite order. */
    Var reversedSequence();

    /** The output after the last step, (batch, units). */
    Var last();

    /** The states after the last step. */
    List<Var> states();
}
