package dev.plumb.data;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes examples of rows. */
record RowReader(List<SlotReader> inputs, List<SlotReader> targets, Optional<SlotReader> weight) {
    Example example(Table.Row row) {
        List<Values> targetValues =
                targets.stream().map(slot -> slot.values(row)).toList();
        return new Example(
                inputs.stream().map(slot -> slot.values(row)).toList(),
                targetValues,
                weight.map(slot -> Collections.nCopies(targetValues.size(), slot.values(row)))
                        .orElse(List.of()));
    }

    boolean misses(Table.Row row) {
        return inputs.stream().anyMatch(slot -> slot.misses(row))
                || targets.stream().anyMatch(slot -> slot.misses(row))
                || weight.map(slot -> slot.misses(row)).orElse(false);
    }
}
