package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of a table by their ids, and one place of an axis. */
final class LookupOperators {
    private LookupOperators() {}

    static Tensor gather(Applied applied) throws Unreadable {
        if (applied.operand(0) instanceof Constant table) {
            return embedding(applied, table);
        }
        Constant index = applied.constant(1);
        if (index.size() != 1) {
            throw new Unreadable("it takes " + index.size() + " places of what is computed: layers here take one");
        }
        Tensor x = applied.tensor(0);
        int axis = x.axis(applied.node().whole("axis", 0));
        Tensor place = CuttingOperators.place(applied, x, axis, index.wholes()[0]);
        if (index.rank() == 0) {
            return place;
        }
        List<List<Atom>> axes = new ArrayList<>(place.onnx());
        for (int i = 0; i < index.rank(); i++) {
            axes.add(axis, List.of());
        }
        return place.seenAs(axes);
    }

    private static Tensor embedding(Applied applied, Constant table) throws Unreadable {
        Tensor ids = applied.tensor(1);
        if (applied.node().whole("axis", 0) != 0 || table.rank() != 2) {
            throw new Unreadable("it takes places of " + table.describe() + " along axis "
                    + applied.node().whole("axis", 0) + ", expected the rows of a matrix");
        }
        if (ids.wire().type().dtype() != DType.INT32) {
            throw new Unreadable("its ids are no whole numbers");
        }
        int width = table.shape()[1];
        List<Atom> last = Atom.axis(Dim.of(width));
        List<List<Atom>> onnx = new ArrayList<>(ids.onnx());
        onnx.add(last);
        List<List<Atom>> here = new ArrayList<>(ids.here());
        here.add(last);
        return new Tensor(
                applied.layer(Layers.embedding(table.shape()[0], width), Map.of("embeddings", table), ids.wire()),
                onnx,
                here);
    }
}
