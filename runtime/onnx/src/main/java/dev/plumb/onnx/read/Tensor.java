package dev.plumb.onnx.read;

import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that is computed: a tensor of ONNX, and the tensor here that has its numbers.
 *
 * @param wire the tensor here
 * @param onnx of which atoms the axes in ONNX are made
 * @param here of which atoms the axes here are made, that of the examples first
 * @param notNegative whether no number of it is below 0
 * @param lastOf of what has only the last step of a sequence here, the axis of the steps
 */
record Tensor(
        Wire wire,
        List<List<Atom>> onnx,
        List<List<Atom>> here,
        boolean notNegative,
        @Nullable Atom lastOf) implements Operand {
    Tensor {
        onnx = List.copyOf(onnx);
        here = List.copyOf(here);
    }

    Tensor(Wire wire, List<List<Atom>> onnx, List<List<Atom>> here) {
        this(wire, onnx, here, false, null);
    }

    int rank() {
        return onnx.size();
    }

    /** The same numbers under other axes in ONNX. */
    Tensor seenAs(List<List<Atom>> axes) {
        return new Tensor(wire, axes, here, notNegative, lastOf);
    }

    /** The same shape in ONNX, of another tensor here. */
    Tensor lyingAs(Wire other, List<List<Atom>> axes) {
        return new Tensor(other, onnx, axes, notNegative, lastOf);
    }

    /** What a layer makes of it, element by element. */
    Tensor madeTo(Wire other) {
        return new Tensor(other, onnx, here, false, null);
    }

    Tensor asNotNegative() {
        return new Tensor(wire, onnx, here, true, lastOf);
    }

    Tensor asLastOf(Atom steps) {
        return new Tensor(wire, onnx, here, notNegative, steps);
    }

    /** The examples: they are always the first axis here. */
    Atom batch() {
        return here.get(0).get(0);
    }

    /** The size of an axis in ONNX. */
    Dim size(int axis) {
        return Atom.size(onnx.get(axis));
    }

    /** The atoms of these axes in ONNX, in their order. */
    List<Atom> atoms(List<Integer> axes) {
        return axes.stream().flatMap(axis -> onnx.get(axis).stream()).toList();
    }

    /** The shape in ONNX, as messages show it. */
    String shape() {
        return onnx.stream()
                .map(axis ->
                        axis.contains(batch()) ? "examples" : Atom.size(axis).toString())
                .toList()
                .toString();
    }

    /** The axis from 0 that a number means, which may count from the end. */
    int axis(long number) throws Unreadable {
        long axis = number < 0 ? number + rank() : number;
        if (axis < 0 || axis >= rank()) {
            throw new Unreadable("it has axis " + number + ", and its input has the shape " + shape());
        }
        return (int) axis;
    }

    /** The same tensor with atoms cut: each is what stands for it. */
    Tensor with(Map<Atom, List<Atom>> parts) {
        return parts.isEmpty()
                ? this
                : new Tensor(wire, replaced(onnx, parts), replaced(here, parts), notNegative, lastOf);
    }

    private static List<List<Atom>> replaced(List<List<Atom>> axes, Map<Atom, List<Atom>> parts) {
        List<List<Atom>> replaced = new ArrayList<>();
        for (List<Atom> axis : axes) {
            replaced.add(axis.stream()
                    .flatMap(atom -> parts.getOrDefault(atom, List.of(atom)).stream())
                    .toList());
        }
        return replaced;
    }

    /** All atoms but that of the examples, as they lie here. */
    List<Atom> order() {
        return here.stream().skip(1).flatMap(List::stream).toList();
    }

    /** The axes here without these atoms; what has no others is left out. */
    List<List<Atom>> hereWithout(List<Atom> left) {
        return Stream.concat(Stream.of(here.get(0)), here.stream().skip(1).map(axis -> axis.stream()
                        .filter(atom -> !left.contains(atom))
                        .toList()))
                .filter(axis -> !axis.isEmpty())
                .toList();
    }
}
