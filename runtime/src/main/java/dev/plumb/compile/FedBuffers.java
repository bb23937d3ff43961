package dev.plumb.compile;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Where what a model is fed is written to, in the order of {@code Graph.fed()}: each buffer from index 0. */
public interface FedBuffers {

    /** The memory of an input of floats. */
    FloatBuffer input(int index);

    /** The memory of an input of whole numbers. */
    IntBuffer inputInts(int index);
}
