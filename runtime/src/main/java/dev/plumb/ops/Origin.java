package dev.plumb.ops;

/**
 * Where an instruction comes from.
 *
 * @param layer the path of the layer whose code recorded it, empty outside of layers
 * @param gradientOf the index of the instruction whose gradient it helps to find, or -1
 * @param line of the user's program, empty if lines were not kept or it is none of theirs
 */
public record Origin(String layer, int gradientOf, String line) {
    static final Origin UNKNOWN = new Origin("", -1, "");
}
