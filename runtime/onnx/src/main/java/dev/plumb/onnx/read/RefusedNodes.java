package dev.plumb.onnx.read;

import java.util.List;

/** What in a graph has no counterpart here. */
public final class RefusedNodes extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    RefusedNodes(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** Each node with its operator and the reason. */
    public List<String> reasons() {
        return reasons;
    }
}
