package dev.plumb.array;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Named arrays are found by their names, in whatever order they are given. */
public final class ArrayNames {
    private ArrayNames() {}

    /**
     * Where each array that is needed is among those that are given.
     *
     * @param what whose names these are: {@code the inputs of model 'Line'}
     * @param known all names that mean something
     * @param needed those of them that have to be given
     * @throws InputException if one is missing, unknown or given twice; the message has all of these and the names that are known
     */
    public static int[] positions(String what, List<String> known, List<String> needed, Collection<String> given) {
        List<String> names = new ArrayList<>(given);
        List<String> wrong = new ArrayList<>();
        for (String name : needed) {
            if (!names.contains(name)) {
                wrong.add("'" + name + "' is missing");
            }
        }
        for (String name : new LinkedHashSet<>(names)) {
            if (!known.contains(name)) {
                List<String> open =
                        known.stream().filter(other -> !names.contains(other)).toList();
                wrong.add("'" + name + "' is unknown" + Similar.hint(String.valueOf(name), open));
            } else if (names.indexOf(name) != names.lastIndexOf(name)) {
                wrong.add("'" + name + "' is given twice");
            }
        }
        if (!wrong.isEmpty()) {
            throw new InputException(what + " are " + known + " and go by their names: " + String.join("; ", wrong));
        }
        return needed.stream().mapToInt(names::indexOf).toArray();
    }
}
