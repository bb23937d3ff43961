package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Images with a box of another one, and targets mixed by its area, see {@link Dataset#cutMix(double, double, long)}. */
record CutMix(double low, double high) implements Mixing {
    /** Keras adds it to the parameter of the beta distribution, which may be 0. */
    private static final double SMALLEST_ALPHA = 1e-6;

    CutMix {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new InputException("the factor of cutMix(…) must be one number or two, the smaller first, between 0"
                    + " and 1, found " + (low == 0 ? "" : low + " and ") + high);
        }
    }

    @Override
    public String name() {
        return "cutMix";
    }

    @Override
    public List<Example> mixed(List<Example> batch, List<String> inputs, SplittableRandom random) {
        double alpha = low + (high - low) * random.nextDouble() + SMALLEST_ALPHA;
        double[] shares = new BetaNumbers(alpha, random).next(batch.size());
        List<Box> boxes = new ArrayList<>();
        for (double share : shares) {
            boxes.add(new Box(share, random.nextDouble(), random.nextDouble()));
        }
        return mixed(batch, inputs, Mixing.permutation(batch.size(), random), boxes);
    }

    /**
     * The batch mixed by numbers that are known.
     *
     * @param others which one each example gets a box of
     */
    List<Example> mixed(List<Example> batch, List<String> inputs, int[] others, List<Box> boxes) {
        List<Example> mixed = new ArrayList<>();
        for (int i = 0; i < others.length; i++) {
            Example own = batch.get(i);
            Example other = batch.get(others[i]);
            Box box = boxes.get(i);
            List<Values> images = new ArrayList<>();
            for (int input = 0; input < inputs.size(); input++) {
                Values image = own.inputs().get(input);
                if (image.shape().length != 3) {
                    throw new InputException("cutMix(…) cuts images (height, width, channels), and input '"
                            + inputs.get(input) + "' has " + image + ": mixUp(…) mixes numbers of any shape");
                }
                Values pasted = other.inputs().get(input);
                Mixing.requireMixable(name(), inputs.get(input), image, pasted);
                images.add(box.pasted(image, pasted));
            }
            mixed.add(new Example(
                    images,
                    Mixing.mixed(own.targets(), other.targets(), box.share()),
                    Mixing.mixed(own.weights(), other.weights(), box.share())));
        }
        return mixed;
    }

    /**
     * A box with the aspect ratio of the image.
     *
     * @param share of the image that is outside of it
     * @param right how far to the right it lies, from 0 to 1
     * @param down how far down it lies, from 0 to 1
     */
    record Box(double share, double right, double down) {
        /** An image with this box of another. */
        Values pasted(Values image, Values other) {
            int[] shape = image.shape();
            float[] numbers = new float[image.size()];
            for (int i = 0; i < numbers.length; i++) {
                int row = i / (shape[1] * shape[2]);
                int column = i / shape[2] % shape[1];
                boolean isCut = has(row, shape[0], down) && has(column, shape[1], right);
                numbers[i] = (isCut ? other : image).numberAt(i);
            }
            return Values.floats(numbers).shaped(shape);
        }

        private boolean has(int index, int size, double place) {
            double length = Math.sqrt(1 - share) * size;
            double start = place * (size - length);
            return index >= start && index < start + length;
        }
    }
}
