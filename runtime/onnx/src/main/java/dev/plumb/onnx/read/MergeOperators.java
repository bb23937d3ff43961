package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arithmetic of tensors, and with numbers; and tensors put together. */
final class MergeOperators {
    private MergeOperators() {}

    static Tensor add(Applied applied) throws Unreadable {
        if (withConstant(applied)) {
            return offset(applied, tensorOf(applied), numbersOf(applied));
        }
        return merged(applied, Layers.add());
    }

    static Tensor subtract(Applied applied) throws Unreadable {
        if (!withConstant(applied)) {
            return merged(applied, Layers.subtract());
        }
        Constant numbers = numbersOf(applied);
        if (applied.operand(1) instanceof Constant) {
            return offset(applied, tensorOf(applied), numbers.mapped(value -> -value));
        }
        Tensor x = tensorOf(applied);
        Tensor negative = x.madeTo(applied.layer(Layers.rescaling(-1), x.wire()));
        return offset(applied, negative, numbers);
    }

    static Operand multiply(Applied applied) throws Unreadable {
        if (applied.operand(0) instanceof Condition condition && applied.operand(1) instanceof Constant mask) {
            return ConditionOperators.times(applied, condition, mask);
        }
        if (!withConstant(applied)) {
            return merged(applied, Layers.multiply());
        }
        Tensor x = tensorOf(applied);
        Constant numbers = numbersOf(applied);
        Optional<Tensor> gelu = numbers.size() == 1 ? GeluIdiom.read(applied, x, numbers.number()) : Optional.empty();
        return gelu.isPresent() ? gelu.get() : factor(applied, x, numbers);
    }

    static Tensor divide(Applied applied) throws Unreadable {
        if (applied.operand(1) instanceof Constant) {
            Tensor x = tensorOf(applied);
            Constant numbers = numbersOf(applied);
            if (numbers.size() == 1) {
                double by = numbers.number();
                Optional<Tensor> gelu = GeluIdiom.read(applied, x, 1 / by);
                if (gelu.isPresent()) {
                    return gelu.get();
                }
                return x.madeTo(applied.layer(Layers.rescaling(1 / ActivationOperators.decimal((float) by)), x.wire()));
            }
            return factor(applied, x, numbers.mapped(value -> 1 / value));
        }
        throw new Unreadable("it divides by what is computed: no layer here does");
    }

    static Tensor negative(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        return x.madeTo(applied.layer(Layers.rescaling(-1), x.wire()));
    }

    static Tensor power(Applied applied) throws Unreadable {
        Constant exponent = applied.constant(1);
        Tensor x = tensorOf(applied);
        if (exponent.isAll(1)) {
            return x;
        }
        if (exponent.isAll(2)) {
            return x.madeTo(applied.layer(Layers.multiply(), x.wire(), x.wire()))
                    .asNotNegative();
        }
        throw new Unreadable("only the powers 1 and 2 are read");
    }

    static Tensor sum(Applied applied) throws Unreadable {
        return applied.count() == 1
                ? applied.tensor(0)
                : applied.count() == 2 ? add(applied) : merged(applied, Layers.add());
    }

    static Tensor mean(Applied applied) throws Unreadable {
        return applied.count() == 1 ? applied.tensor(0) : merged(applied, Layers.average());
    }

    static Tensor max(Applied applied) throws Unreadable {
        return applied.count() == 1 ? applied.tensor(0) : merged(applied, Layers.maximum());
    }

    static Tensor min(Applied applied) throws Unreadable {
        return applied.count() == 1 ? applied.tensor(0) : merged(applied, Layers.minimum());
    }

    private static boolean withConstant(Applied applied) throws Unreadable {
        return applied.operand(0) instanceof Constant || applied.operand(1) instanceof Constant;
    }

    /** The tensor beside a constant: what is made of both has its shape, also where the numbers change nothing. */
    private static Tensor tensorOf(Applied applied) throws Unreadable {
        Tensor x = applied.operand(1) instanceof Constant ? applied.tensor(0) : applied.tensor(1);
        PerChannel.axes(applied, x, constantOf(applied));
        return x;
    }

    /** The constant beside a tensor, as each example takes it. */
    private static Constant numbersOf(Applied applied) throws Unreadable {
        return PerChannel.forAnyExample(applied, tensorOf(applied), constantOf(applied));
    }

    private static Constant constantOf(Applied applied) throws Unreadable {
        return applied.operand(0) instanceof Constant ? applied.constant(0) : applied.constant(1);
    }

    private static Tensor offset(Applied applied, Tensor x, Constant numbers) throws Unreadable {
        if (numbers.isAll(0)) {
            return x;
        }
        return numbers.size() == 1
                ? x.madeTo(applied.layer(
                        Layers.rescaling(1).offset(ActivationOperators.decimal((float) numbers.number())), x.wire()))
                : NormalizationOperators.affine(applied, x, numbers, false);
    }

    private static Tensor factor(Applied applied, Tensor x, Constant numbers) throws Unreadable {
        if (numbers.isAll(1)) {
            return x;
        }
        return numbers.size() == 1
                ? x.madeTo(applied.layer(
                        Layers.rescaling(ActivationOperators.decimal((float) numbers.number())), x.wire()))
                : NormalizationOperators.affine(applied, x, numbers, true);
    }

    /** Two or more tensors, element by element. */
    private static Tensor merged(Applied applied, LayerSpec layer) throws Unreadable {
        Tensor all = applied.tensor(0);
        for (int i = 1; i < applied.count(); i++) {
            all = larger(Aligning.of(all, applied.tensor(i), -1));
        }
        all = all.lyingAs(all.wire(), cut(applied, all));
        List<Wire> wires = new ArrayList<>();
        boolean notNegative = !layer.equals(Layers.subtract());
        for (int i = 0; i < applied.count(); i++) {
            Tensor part = Aligning.of(all, applied.tensor(i), -1).right();
            wires.add(applied.arranging().arranged(part, asIn(all, part)).wire());
            notNegative &= part.notNegative();
        }
        Tensor made = all.madeTo(applied.layer(layer, wires.toArray(Wire[]::new)));
        return notNegative ? made.asNotNegative() : made;
    }

    /** The one that has all axes; else those of both, as they lie in ONNX. */
    private static Tensor larger(Aligning aligned) {
        Tensor left = aligned.left();
        Tensor right = aligned.right();
        if (left.order().containsAll(right.order())) {
            return left;
        }
        if (right.order().containsAll(left.order())) {
            return right;
        }
        List<List<Atom>> onnx = new ArrayList<>();
        List<List<Atom>> here = new ArrayList<>(List.of(left.here().get(0)));
        for (int axis = 0; axis < left.rank(); axis++) {
            List<Atom> atoms = left.onnx().get(axis).isEmpty()
                    ? right.onnx().get(axis)
                    : left.onnx().get(axis);
            onnx.add(atoms);
            if (!atoms.isEmpty() && !atoms.contains(left.batch())) {
                here.add(atoms);
            }
        }
        return new Tensor(left.wire(), onnx, here);
    }

    /** The axes of all, cut where some part is only repeated along a part of one. */
    private static List<List<Atom>> cut(Applied applied, Tensor all) throws Unreadable {
        List<List<Atom>> axes = all.here();
        for (int i = 0; i < applied.count(); i++) {
            List<Atom> atoms = Aligning.of(all, applied.tensor(i), -1).right().order();
            List<List<Atom>> finer = new ArrayList<>();
            for (List<Atom> axis : axes) {
                boolean isMixed = axis.stream().anyMatch(atoms::contains) && !atoms.containsAll(axis);
                if (isMixed && !axis.contains(all.batch())) {
                    axis.forEach(atom -> finer.add(List.of(atom)));
                } else {
                    finer.add(axis);
                }
            }
            axes = finer;
        }
        return axes;
    }

    /** The axes of all, with those of size 1 that this one does not have. */
    private static List<List<Atom>> asIn(Tensor all, Tensor part) {
        List<Atom> atoms = part.order();
        List<List<Atom>> axes = new ArrayList<>(List.of(part.here().get(0)));
        all.here().stream()
                .skip(1)
                .map(axis -> axis.stream().filter(atoms::contains).toList())
                .forEach(axes::add);
        return axes;
    }

    static Tensor concatenate(Applied applied) throws Unreadable {
        Tensor first = applied.tensor(0);
        int axis = first.axis(applied.node().whole("axis", 0));
        if (applied.count() == 1) {
            return first;
        }
        Tensor laid = byItself(applied, first, axis);
        List<Atom> joined = laid.onnx().get(axis);
        int place = laid.here().indexOf(joined);
        if (joined.isEmpty()) {
            place = laid.here().size() - 1;
        }
        List<Wire> wires = new ArrayList<>();
        wires.add(laid.wire());
        Dim size = laid.size(axis);
        for (int i = 1; i < applied.count(); i++) {
            Tensor other = applied.tensor(i);
            if (other.rank() != first.rank()) {
                throw new Unreadable("its inputs have the shapes " + first.shape() + " and " + other.shape());
            }
            Tensor part = Aligning.of(laid, other, axis).right();
            List<List<Atom>> axes = new ArrayList<>(laid.here());
            axes.set(place, part.onnx().get(axis));
            wires.add(applied.arranging().arranged(part, axes).wire());
            size = size.plus(part.size(axis));
        }
        List<Atom> all = Atom.axis(size);
        List<List<Atom>> onnx = new ArrayList<>(laid.onnx());
        onnx.set(axis, all);
        List<List<Atom>> here = new ArrayList<>(laid.here());
        here.set(place, all);
        int stated = place == here.size() - 1 ? -1 : place;
        return new Tensor(applied.layer(Layers.concatenate().axis(stated), wires.toArray(Wire[]::new)), onnx, here);
    }

    /** The tensor with an axis of ONNX as an axis here. */
    private static Tensor byItself(Applied applied, Tensor x, int axis) throws Unreadable {
        List<Atom> atoms = x.onnx().get(axis);
        if (atoms.contains(x.batch())) {
            throw new Unreadable("it puts examples behind each other");
        }
        if (!atoms.isEmpty() && x.here().contains(atoms)) {
            return x;
        }
        if (!atoms.isEmpty()) {
            return applied.arranging().last(x, atoms);
        }
        List<List<Atom>> axes = new ArrayList<>(x.here());
        axes.add(List.of());
        return applied.arranging().arranged(x, axes);
    }
}
