package dev.plumb.ops;

import java.util.ArrayList;
import java.util.List;

/** Where the instructions of a recorder come from, in their order. Lines are kept on request only: to find one takes longer than a small op. */
public final class Origins {
    private final List<Origin> recorded = new ArrayList<>();
    private Origin now = Origin.UNKNOWN;
    private boolean isKeepingLines;
    private boolean areStepsWatched;
    private boolean isKeptWhole;
    private String caller = "";

    /** From now on each instruction knows the line of the user's program that it comes from. */
    public void keepLines() {
        isKeepingLines = true;
    }

    /** As {@link #keepLines}, but for the line that calls now: what is recorded is not written there. */
    public void keepLinesOfCode() {
        isKeepingLines = true;
        caller = line();
    }

    /** From now on nothing is recorded as a loop: somebody looks for single ops, of each step. */
    public void watchSteps() {
        areStepsWatched = true;
    }

    /** Whether steps are recorded one after the other. */
    public boolean areStepsWatched() {
        return areStepsWatched;
    }

    /** From now on normalizations and attention are recorded as an op each, also where Plumb's kernels are faster with several: somebody else runs what is recorded. */
    public void keepWhole() {
        isKeptWhole = true;
    }

    /** Whether what others have a function for is recorded as one op. */
    public boolean isKeptWhole() {
        return isKeptWhole;
    }

    private static String line() {
        return UserLine.now().orElse("");
    }

    /** A layer begins to record; what is given back is what {@link #leave} takes. Inside of another one it is a part of that. */
    public String enter(String layer) {
        String outer = now.layer();
        now = new Origin(outer.isEmpty() ? layer : outer + "/" + layer, now.gradientOf(), "");
        return outer;
    }

    /** The layer that was entered last has recorded all. */
    public void leave(String outer) {
        now = new Origin(outer, now.gradientOf(), "");
    }

    /** What follows finds the gradient of an instruction; -1 ends that. */
    public void differentiate(int instruction) {
        now = new Origin(now.layer(), instruction, "");
    }

    /** An instruction was recorded. */
    public void add() {
        if (isKeepingLines) {
            String line = line();
            recorded.add(new Origin(now.layer(), now.gradientOf(), line.equals(caller) ? "" : line));
        } else {
            recorded.add(now);
        }
    }

    /** Of an instruction, by its index. */
    public Origin of(int instruction) {
        return instruction >= 0 && instruction < recorded.size() ? recorded.get(instruction) : Origin.UNKNOWN;
    }

    /** Forgets all instructions. */
    public void clear() {
        recorded.clear();
        now = Origin.UNKNOWN;
    }
}
