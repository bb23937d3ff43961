package dev.plumb.onnx;

import java.util.List;

/** A model in a file has operators, or options of them, that have no counterpart here. */
public final class UnsupportedOperatorsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    UnsupportedOperatorsException(String file, List<String> reasons) {
        super("the model in '" + file + "' has "
                + (reasons.size() == 1 ? "something" : reasons.size() + " things") + " without a counterpart here:"
                + (reasons.size() == 1 ? " " : "\n  ") + String.join("\n  ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** Each node with its operator and the reason. */
    public List<String> reasons() {
        return reasons;
    }
}
