package dev.plumb.graph.rule;

import dev.plumb.dsl.WindowFunction;

/** The numbers of a {@link WindowFunction}, as scipy.signal.get_window gives them. */
public final class FrameWindow {
    private FrameWindow() {}

    /**
     * A window of so many samples.
     *
     * @param periodic whether it is one period of a signal that goes on, and not symmetric
     */
    public static double[] of(WindowFunction function, int length, boolean periodic) {
        int period = periodic ? length + 1 : length;
        double[] window = new double[length];
        for (int i = 0; i < length; i++) {
            window[i] = period == 1 ? 1 : at(function, i, period);
        }
        return window;
    }

    private static double at(WindowFunction function, int i, int length) {
        double place = (double) i / (length - 1);
        return switch (function) {
            case HANN -> cosines(place, 0.5, 0.5);
            case HAMMING -> cosines(place, 0.54, 0.46);
            case BLACKMAN -> cosines(place, 0.42, 0.5, 0.08);
            case BLACKMANHARRIS -> cosines(place, 0.35875, 0.48829, 0.14128, 0.01168);
            case NUTTALL -> cosines(place, 0.3635819, 0.4891775, 0.1365995, 0.0106411);
            case FLATTOP -> cosines(place, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368);
            case BARTLETT -> 1 - Math.abs(2 * place - 1);
            case COSINE -> Math.sin(Math.PI / length * (i + 0.5));
            case BOXCAR, NO_WINDOW -> 1;
        };
    }

    /** A sum of cosines of whole periods, 0 to 1 being one. */
    private static double cosines(double place, double... factors) {
        double sum = 0;
        for (int k = 0; k < factors.length; k++) {
            sum += factors[k] * Math.cos(k * (2 * Math.PI * place - Math.PI));
        }
        return sum;
    }
}
