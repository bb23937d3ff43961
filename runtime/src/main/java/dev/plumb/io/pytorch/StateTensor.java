package dev.plumb.io.pytorch;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a state dict, and which weights of a layer it holds.
 *
 * @param name behind the name of its module: {@code weight}
 * @param parts what lies one after the other along its first axis
 * @param added whether its numbers are added to those of another tensor, as the second bias of a recurrent layer is; written as 0
 * @param remedy what to change in the model if the file does not have it, or ""
 * @param rows the attribute that decides the size of its first axis, or ""
 */
record StateTensor(String name, List<WeightView> parts, boolean added, String remedy, String rows) {
    StateTensor {
        parts = List.copyOf(parts);
    }

    /** Sizes as PyTorch has them. */
    List<Long> shape() {
        List<Long> shape = new ArrayList<>(parts.get(0).shape());
        if (parts.size() > 1) {
            shape.set(0, parts.stream().mapToLong(part -> part.size(0)).sum());
        }
        return shape;
    }

    int count() {
        return parts.stream().mapToInt(WeightView::count).reduce(0, Math::addExact);
    }
}
