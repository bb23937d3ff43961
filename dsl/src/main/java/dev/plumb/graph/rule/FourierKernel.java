package dev.plumb.graph.rule;

import dev.plumb.dsl.WindowFunction;
import dev.plumb.dsl.WindowScaling;
import dev.plumb.graph.spec.Weight;
import java.nio.FloatBuffer;

/**
 * One part of the discrete Fourier transform of a windowed frame, as a matrix (samples, frequencies): {@code cos(-2π t k / n)} or {@code sin(-2π t k / n)}, where
 * n is the length of the transform, times the window. Keras calls it the initializer {@code STFT}.
 *
 * @param imaginary whether it is the imaginary part
 * @param samples the length of a frame
 * @param frequencies how many, from 0 on
 * @param length of the transform
 * @param periodic whether the window is one period of a signal that goes on, and not symmetric
 */
public record FourierKernel(
        boolean imaginary,
        int samples,
        int frequencies,
        int length,
        WindowFunction window,
        WindowScaling scaling,
        boolean periodic)
        implements Weight.Start {

    @Override
    public void write(FloatBuffer values) {
        double[] factors = FrameWindow.of(window, samples, periodic);
        double scale = window == WindowFunction.NO_WINDOW ? 1 : scale(factors);
        for (int sample = 0; sample < samples; sample++) {
            for (int frequency = 0; frequency < frequencies; frequency++) {
                // whole turns are left out, so that angles are small and exact
                double angle = -2 * Math.PI * ((long) sample * frequency % length) / length;
                double part = imaginary ? Math.sin(angle) : Math.cos(angle);
                values.put(sample * frequencies + frequency, (float) (part * factors[sample] / scale));
            }
        }
    }

    private double scale(double... factors) {
        double sum = 0;
        for (double factor : factors) {
            sum += scaling == WindowScaling.DENSITY ? factor * factor : Math.abs(factor);
        }
        return switch (scaling) {
            case DENSITY -> Math.sqrt(sum);
            case SPECTRUM -> sum;
            case UNSCALED -> 1;
        };
    }
}
