package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model in which a block, or another model that it uses, is declared otherwise: wherever it is used, at whatever depth. */
public final class Remade {
    private final Draft from;
    private final Draft to;
    private final Map<BlockDefinition, BlockDefinition> blocks = new HashMap<>();

    private Remade(Draft from, Draft to) {
        this.from = from;
        this.to = to;
    }

    /** How a composite is declared: the wiring of a block, the draft of a model; empty for a repetition, which has none of its own. */
    public static Optional<Draft> declaration(Composite composite) {
        if (composite instanceof BlockLayer block) {
            return Optional.of(block.block().wiring());
        }
        return composite instanceof ModelLayer model ? Optional.of(model.model()) : Optional.empty();
    }

    /** The draft with another declaration in place of that one. */
    public static Draft of(Draft draft, Draft from, Draft to) {
        return new Remade(from, to).inside(draft);
    }

    private Draft remade(Draft declaration) {
        return declaration.equals(from) ? to : inside(declaration);
    }

    private Draft inside(Draft draft) {
        List<Draft.Step> steps = draft.steps().stream()
                .map(step -> step.layer().map(layer -> remade(step, layer)).orElse(step))
                .toList();
        return steps.equals(draft.steps()) ? draft : draft.withSteps(steps);
    }

    private Draft.Step remade(Draft.Step step, LayerSpec layer) {
        LayerSpec other = remade(layer);
        return other.equals(layer) ? step : step.withLayer(other);
    }

    private LayerSpec remade(LayerSpec layer) {
        if (layer instanceof WrapperSpec wrapper) {
            LayerSpec inner = remade(wrapper.layer());
            return inner.equals(wrapper.layer()) ? layer : layer.with(WrapperSpec.WRAPPED, inner);
        }
        if (layer instanceof BlockLayer block) {
            BlockDefinition other = remade(block.block());
            return other.equals(block.block()) ? layer : other.with(block.attributes());
        }
        if (layer instanceof ModelLayer model) {
            Draft other = remade(model.model());
            return other.equals(model.model()) ? layer : model.withModel(other);
        }
        return layer;
    }

    private BlockDefinition remade(BlockDefinition block) {
        BlockDefinition known = blocks.get(block);
        if (known == null) {
            Draft wiring = remade(block.wiring());
            known = wiring.equals(block.wiring())
                    ? block
                    : new BlockDefinition(block.annotation(), block.attributes(), wiring);
            blocks.put(block, known);
        }
        return known;
    }
}
