package dev.plumb.onnx.file;

import dev.plumb.graph.shape.Dim;
import java.util.List;

/**
 * What a graph is given.
 *
 * @param element the type of its elements
 * @param sizes of all axes, that of the examples included; those of any size have names
 */
public record OnnxInput(String name, ElementKind element, List<Dim> sizes) {
    public OnnxInput {
        sizes = List.copyOf(sizes);
    }
}
