package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products with a matrix of weights, and of two tensors. */
final class DenseOperators {
    private DenseOperators() {}

    /** {@code alpha A B + beta C}. */
    static Tensor gemm(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        if (node.whole("transA", 0) != 0) {
            throw new Unreadable("its attribute transA is set: the examples are no rows then");
        }
        Constant kernel = applied.constant(1);
        if (kernel.rank() != 2) {
            throw new Unreadable("its second input is " + kernel.describe() + ", expected a matrix");
        }
        if (node.whole("transB", 0) != 0) {
            kernel = transposed(kernel);
        }
        float alpha = node.real("alpha", 1);
        float beta = node.real("beta", 1);
        Optional<Constant> bias = Optional.empty();
        if (applied.has(2) && beta != 0) {
            bias = Optional.of(applied.constant(2).mapped(value -> value * beta));
        }
        return dense(applied, alpha == 1 ? kernel : kernel.mapped(value -> value * alpha), bias, node);
    }

    /** A matrix of the file from the right, with the addition that follows as its bias; or a product of two tensors. */
    static Tensor matMul(Applied applied) throws Unreadable {
        if (applied.operand(1) instanceof Tensor right) {
            return product(applied, applied.tensor(0), right);
        }
        Constant kernel = applied.constant(1);
        if (kernel.rank() != 2) {
            throw new Unreadable("its second input is " + kernel.describe() + ", expected a matrix");
        }
        int units = kernel.shape()[1];
        Optional<OnnxNode> next = applied.following().only(applied.node().output(0), "Add");
        Optional<Constant> bias = next.flatMap(add -> add.inputs().stream()
                        .filter(input -> !input.equals(applied.node().output(0)))
                        .map(applied::known)
                        .flatMap(Optional::stream)
                        .findFirst())
                .filter(array -> array.size() == units
                        && array.rank() >= 1
                        && array.shape()[array.rank() - 1] == units
                        && array.rank() <= 3);
        OnnxNode last = bias.isPresent() ? next.orElseThrow() : applied.node();
        Tensor result = dense(applied, kernel, bias, last);
        if (bias.isPresent()) {
            applied.following().absorb(last, result);
        }
        return result;
    }

    private static Constant transposed(Constant matrix) throws Unreadable {
        int[] shape = matrix.shape();
        return matrix.picked(Index.transposed(shape, List.of(1, 0)), shape[1], shape[0]);
    }

    private static Tensor dense(Applied applied, Constant kernel, Optional<Constant> bias, OnnxNode end)
            throws Unreadable {
        Tensor x = applied.tensor(0);
        int rows = kernel.shape()[0];
        int units = kernel.shape()[1];
        List<Atom> features = x.onnx().get(x.axis(-1));
        if (features.contains(x.batch())
                || !Atom.size(features).isKnown()
                || Atom.size(features).size() != rows) {
            throw new Unreadable("it multiplies " + x.shape() + " with a matrix of " + rows + " rows");
        }
        Tensor last = applied.arranging().lastInAnyOrder(x, features);
        List<Atom> order = last.here().get(last.here().size() - 1);
        Map<String, Constant> weights = new HashMap<>();
        weights.put("kernel", PerChannel.ordered(kernel, features, order, units));
        if (bias.isPresent()) {
            Constant given = bias.get();
            weights.put("bias", given.size() == 1 ? given.picked(new int[units], units) : given.reshaped(units));
        }
        Optional<Heads> heads = applied.heads(last.wire());
        if (heads.isPresent()) {
            return withLast(last, heads.get().projected(applied, weights), Atom.axis(Dim.of(units)));
        }
        DenseLayer layer = Layers.dense(units).useBias(bias.isPresent());
        Activated activated = Activated.after(applied, end, x.rank());
        if (activated.isThere()) {
            layer = layer.activation(activated.function());
        }
        return activated.of(withLast(last, applied.layer(layer, weights, last.wire()), Atom.axis(Dim.of(units))));
    }

    /** A dense layer with some of the columns of the one that made a tensor; none if no such layer did, or its function mixes them. */
    static Optional<Wire> columns(Applied applied, Wire wire, int first, int count) throws Unreadable {
        Optional<Reading.LayerStep> step = applied.step(wire);
        if (step.isEmpty()
                || !(step.get().layer() instanceof DenseLayer whole)
                || !(whole.activation() == ActivationFunction.LINEAR
                        || ActivationOperators.PLAIN.containsValue(whole.activation()))) {
            return Optional.empty();
        }
        Map<String, Constant> columns = new HashMap<>();
        for (Map.Entry<String, Constant> weight : step.get().given().entrySet()) {
            int[] shape = weight.getValue().shape();
            int[] part = shape.clone();
            part[shape.length - 1] = count;
            columns.put(
                    weight.getKey(),
                    weight.getValue().picked(Index.part(shape, shape.length - 1, first, 1, count), part));
        }
        return Optional.of(applied.named(
                applied.name(), whole.units(count), columns, step.get().from()));
    }

    /** The tensor that a layer makes with another last axis. */
    private static Tensor withLast(Tensor x, Wire wire, List<Atom> last) {
        List<List<Atom>> onnx = new ArrayList<>(x.onnx());
        onnx.set(onnx.size() - 1, last);
        List<List<Atom>> here = new ArrayList<>(x.here());
        here.set(here.size() - 1, last);
        return new Tensor(wire, onnx, here);
    }

    /** Rows times columns, for each example. */
    private static Tensor product(Applied applied, Tensor left, Tensor right) throws Unreadable {
        boolean isPlain = left.rank() == 3
                && right.rank() == 3
                && left.onnx().get(0).equals(List.of(left.batch()))
                && right.onnx().get(0).equals(List.of(right.batch()));
        if (!isPlain) {
            throw new Unreadable("it multiplies tensors of shapes " + left.shape() + " and " + right.shape()
                    + ": only matrices of each example are multiplied by a layer here");
        }
        Tensor rows = applied.arranging().arranged(left, left.onnx());
        Tensor columns = applied.arranging().arranged(right, right.onnx());
        List<List<Atom>> axes = List.of(left.onnx().get(0), left.onnx().get(1), Atom.axis(right.size(2)));
        return new Tensor(applied.layer(Layers.dot(2, 1), rows.wire(), columns.wire()), axes, axes);
    }
}
