package dev.plumb.runtime;

import dev.plumb.data.Dataset;

/** Says that a data set is read in one order whatever a fit asks for; Keras says so too. */
final class OrderNotice {
    private static final System.Logger LOGGER = System.getLogger(OrderNotice.class.getName());

    private OrderNotice() {}

    static void beforeFit(String model, Dataset<?, ?> data, Fit options) {
        if (options.shuffle() && options.warnings() && !data.shuffles()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "[plumb/not-shuffled] model '" + model
                            + "' is to be fitted in a new random order each epoch, and the data"
                            + " set is read in the order of its source: shuffle(buffer, seed) shuffles what it reads,"
                            + " Fit.shuffle(false) says that its order is meant. See docs/data.md");
        }
    }
}
