package dev.plumb.runtime;

/**
 * An {@link EagerModel} was asked to be a plan, and what it does depends on more than the sizes of its inputs. The message names what decided and
 * the line of its code.
 */
public final class NotStaticException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * @param problem what the model does that a plan cannot, beginning with the verb
     */
    NotStaticException(String model, String problem) {
        super("[plumb/eager-not-static] model '" + model + "' cannot be traced into a plan: it " + problem
                + "\n  see     docs/eager-not-static.md");
    }
}
