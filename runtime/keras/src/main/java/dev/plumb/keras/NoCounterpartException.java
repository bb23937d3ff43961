package dev.plumb.keras;

import java.util.List;

/** A model, in a file or here, has something that the other side does not have. */
public final class NoCounterpartException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    NoCounterpartException(String model, String where, List<String> reasons) {
        super("the model in " + model + " has "
                + (reasons.size() == 1 ? "something" : reasons.size() + " things") + " without a counterpart " + where
                + ":" + (reasons.size() == 1 ? " " : "\n  ") + String.join("\n  ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** Each layer with its class and the reason. */
    public List<String> reasons() {
        return reasons;
    }
}
