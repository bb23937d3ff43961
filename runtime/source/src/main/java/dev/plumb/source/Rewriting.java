package dev.plumb.source;

import dev.plumb.graph.Draft;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings a model, and the models that it uses, into a form that source can have. Equal models are one. */
final class Rewriting {
    /** What the name of the class ends in that is generated for an interface. */
    private static final String GENERATED = "Model";

    private final SourceStyle style;

    /** The names of the interfaces, and of the classes that are generated for them. */
    private final Set<String> types = new HashSet<>();

    /** Those that are done, by what they were. */
    private final Map<Draft, Rewritten> nested = new LinkedHashMap<>();

    private final List<Rewritten> models = new ArrayList<>();

    Rewriting(SourceStyle style) {
        this.style = style;
    }

    /** The model itself. */
    Rewritten main(Draft draft, Optional<String> typeName) {
        Rewritten main = rewritten(draft, typeName.orElseGet(() -> typeName(draft)));
        models.add(0, main);
        return main;
    }

    /** All that were made, the main one first. */
    List<Rewritten> models() {
        return models;
    }

    private Rewritten rewritten(Draft draft, String typeName) {
        types.add(typeName);
        types.add(typeName + GENERATED);
        Draft returned = ReturnedTensors.asMethods(draft);
        Renaming renaming = new Renaming(returned, this::layer, this::names);
        Draft declared = DeclaredKinds.of(renaming.draft().named(typeName));
        BlockFinder.Found found = style.blocks()
                ? BlockFinder.in(declared, style.packageName(), types::contains)
                : new BlockFinder.Found(declared, List.of(), Map.of());
        found.blocks().forEach(block -> types.add(block.name()));
        Optional<Draft> line = style.form() == ModelForm.MODEL ? Optional.empty() : StraightLine.of(found.draft());
        return new Rewritten(
                line.orElse(found.draft()),
                draft.name(),
                renaming.names().withBlocks(found.before()),
                line.isPresent(),
                found.blocks());
    }

    private String typeName(Draft draft) {
        return JavaNames.type(draft.name(), name -> types.contains(name) || types.contains(name + GENERATED));
    }

    private Rewritten model(Draft draft) {
        Rewritten known = nested.get(draft);
        if (known == null) {
            known = rewritten(draft, typeName(draft));
            nested.put(draft, known);
            models.add(known);
        }
        return known;
    }

    /** A layer, of which each nested model is the one that is written. */
    private LayerSpec layer(LayerSpec layer) {
        if (layer instanceof ModelLayer use) {
            return ModelLayer.of(model(use.model()).draft());
        }
        return layer instanceof WrapperSpec wrapper ? layer.with(WrapperSpec.WRAPPED, layer(wrapper.layer())) : layer;
    }

    /** What the layers of a nested model were called. */
    private Optional<LayerNames> names(LayerSpec layer) {
        return WrapperSpec.innermost(layer) instanceof ModelLayer use
                ? Optional.of(model(use.model()).names())
                : Optional.empty();
    }
}
