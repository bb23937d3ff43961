package dev.plumb.runtime;

import dev.plumb.preprocess.Fed;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** One example of the one input of a model. */
record SingleSource(Fed example) implements Intake.Source {
    @Override
    public void read(int input, FloatBuffer destination) {
        ((Fed.Numbers) example).copyTo(destination);
    }

    @Override
    public void read(int input, IntBuffer destination) {
        ((Fed.Ids) example).copyTo(destination);
    }

    @Override
    public void read(int input, String[] destination) {
        ((Fed.Texts) example).copyTo(destination);
    }
}
