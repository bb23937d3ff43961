package dev.plumb.engine.onednn;

/**
 * Whether in this run of a plan something was found that NaN may come from. While there is none, kernels may take ways that do not keep it; once
 * there is, the rest of the run keeps to those that do.
 */
final class Suspicion {

    /**
     * The greatest sum of squares that is none: products of two such arrays, added up in any order, stay finite (by Cauchy and Schwarz), so no infinity and no
     * NaN comes of them. It is not less than this for any array with an infinity or a NaN.
     */
    private static final float LARGEST = 1e37f;

    private boolean raised;

    /** At the beginning of a run. */
    void forget() {
        raised = false;
    }

    boolean isRaised() {
        return raised;
    }

    /** Looks at the sum of the squares of an array. */
    void see(float squares) {
        // Not the other way around: NaN is not less.
        if (!(squares < LARGEST)) {
            raised = true;
        }
    }
}
