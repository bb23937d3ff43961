package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.UserLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block with values for its attributes. The class that is generated for a block extends it with a method for each attribute. */
public class BlockLayer implements Composite, UserLayer {
    private final BlockDefinition block;
    private final Map<String, Object> values;

    BlockLayer(BlockDefinition block, Map<String, Object> values) {
        this.block = block;
        this.values = Map.copyOf(values);
    }

    /** The same block with the same values. */
    protected BlockLayer(BlockLayer same) {
        this(same.block, same.values);
    }

    /** What it is. */
    public final BlockDefinition block() {
        return block;
    }

    @Override
    public final List<DeclaredAttribute> declaredAttributes() {
        return block.attributes();
    }

    @Override
    public final Map<String, Object> values() {
        return values;
    }

    @Override
    public Expansion expand(List<TensorType> inputs) {
        return block.expansions().of(this, inputs, given -> new BlockExpansion(block.wiring(), values, given).expand());
    }

    @Override
    public Optional<Draft> madeOf(List<TensorType> inputs) {
        return new BlockExpansion(block.wiring(), values, inputs).madeOf();
    }

    @Override
    public Optional<Draft> declaration() {
        return Optional.of(block.wiring());
    }

    @Override
    public LayerSpec redeclared(Draft from, Draft to) {
        return block.redeclared(from, to).with(values);
    }

    @Override
    public Arity arity() {
        return Arity.exactly(block.wiring().inputs().size());
    }

    @Override
    public List<String> inputNames() {
        List<Draft.Input> inputs = block.wiring().inputs();
        return inputs.size() == 1
                ? List.of()
                : inputs.stream().map(Draft.Input::name).toList();
    }

    @Override
    public List<String> outputNames() {
        return block.wiring().outputs().stream().map(Draft.Output::name).toList();
    }

    @Override
    public Definition<BlockLayer> definition() {
        return block.definition();
    }

    @Override
    public BlockLayer with(String attribute, Object value) {
        return block.definition().with(this, attribute, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockLayer layer && values.equals(layer.values) && block.equals(layer.block);
    }

    @Override
    public int hashCode() {
        return 31 * block.hashCode() + values.hashCode();
    }

    @Override
    public String toString() {
        return describe();
    }
}
