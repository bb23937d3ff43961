package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A constant that is the same along all axes of a tensor but some, which are the tensor's last axis here.
 *
 * @param tensor with these axes last
 * @param constant with one axis, in the order of that axis
 */
record PerChannel(Tensor tensor, Constant constant) {
    /** Lays a tensor so that a constant, which ONNX broadcasts to it, is one number for each element of the last axis. */
    static PerChannel of(Applied applied, Tensor tensor, Constant constant) throws Unreadable {
        Constant numbers = forAnyExample(applied, tensor, constant);
        List<Integer> axes = axes(applied, tensor, numbers);
        return of(applied, tensor, axes, numbers.reshaped(numbers.size()));
    }

    /**
     * A constant once, if it is the same for all the examples that a file was written for.
     *
     * @throws Unreadable if arithmetic with the constant gives another shape than that of the tensor
     */
    static Constant forAnyExample(Applied applied, Tensor tensor, Constant constant) throws Unreadable {
        for (int axis : axes(applied, tensor, constant)) {
            if (tensor.onnx().get(axis).equals(List.of(tensor.batch()))) {
                return constant.once(axis - tensor.rank() + constant.rank());
            }
        }
        return constant;
    }

    /**
     * The axes of a tensor along which a constant has numbers.
     *
     * @throws Unreadable if arithmetic with the constant gives another shape than that of the tensor
     */
    static List<Integer> axes(Applied applied, Tensor tensor, Constant constant) throws Unreadable {
        if (constant.isStretched()) {
            constant.spread().requireWithin(applied, tensor);
        }
        int[] shape = constant.shape();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            int axis = tensor.rank() - shape.length + i;
            if (axis < 0 || (shape[i] != 1 && !size(applied, tensor, axis).equals(Dim.of(shape[i])))) {
                throw new Unreadable("its inputs have the shapes " + tensor.shape() + " and " + Arrays.toString(shape));
            }
            if (shape[i] != 1) {
                axes.add(axis);
            }
        }
        return axes;
    }

    /** The size of an axis; of that of the examples what the file was written for. */
    static Dim size(Applied applied, Tensor tensor, int axis) {
        return tensor.onnx().get(axis).equals(List.of(tensor.batch()))
                ? applied.statedBatch().orElse(tensor.size(axis))
                : tensor.size(axis);
    }

    /** Lays a tensor so that these axes of ONNX are the last one. */
    static PerChannel of(Applied applied, Tensor tensor, List<Integer> axes, Constant constant) throws Unreadable {
        List<Atom> atoms = tensor.atoms(axes);
        if (atoms.contains(tensor.batch())) {
            throw new Unreadable("it has numbers of its own for each example");
        }
        Tensor last = applied.arranging().lastInAnyOrder(tensor, atoms);
        List<Atom> order = last.here().get(last.here().size() - 1);
        if (constant.size() != sizeOf(atoms)) {
            throw new Unreadable("it has " + constant.size() + " numbers for an axis of size " + Atom.size(atoms));
        }
        return new PerChannel(last, ordered(constant, atoms, order, 1));
    }

    private static long sizeOf(List<Atom> atoms) {
        return Atom.size(atoms).isKnown() ? Atom.size(atoms).size() : -1;
    }

    /** The rows of a matrix, whose index is made of atoms in one order, in another order. */
    static Constant ordered(Constant rows, List<Atom> from, List<Atom> to, int columns) throws Unreadable {
        if (from.equals(to)) {
            return rows;
        }
        Map<Atom, Integer> places = new HashMap<>();
        int[] shape = new int[from.size() + 1];
        for (int i = 0; i < from.size(); i++) {
            places.put(from.get(i), i);
            shape[i] = (int) from.get(i).size().size();
        }
        shape[from.size()] = columns;
        List<Integer> axes = new ArrayList<>(to.stream().map(places::get).toList());
        axes.add(from.size());
        return rows.picked(Index.transposed(shape, axes), rows.shape());
    }
}
