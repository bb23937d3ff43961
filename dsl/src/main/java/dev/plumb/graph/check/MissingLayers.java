package dev.plumb.graph.check;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers that are forgotten most often, put between a wire and the layer that takes it: Embedding and Flatten. */
final class MissingLayers {
    /** Stands for the number of ids, which only the author knows. */
    private static final int SOME_IDS = 1000;

    private final Draft draft;
    private final Draft.Step taker;
    private final int operand;
    private final Draft.Source source;

    private MissingLayers(Draft draft, Draft.Step taker, int operand) {
        this.draft = draft;
        this.taker = taker;
        this.operand = operand;
        this.source = taker.sources().get(operand);
    }

    /** The layers that may be missing before an input of a step. */
    static List<Candidate> before(Draft draft, TypeCheck types, Draft.Step taker, int operand) {
        MissingLayers missing = new MissingLayers(draft, taker, operand);
        List<Candidate> candidates = new ArrayList<>();
        types.type(missing.source.wire())
                .filter(MissingLayers::isIds)
                .ifPresent(type -> candidates.add(missing.embedding()));
        candidates.add(missing.flatten());
        return candidates;
    }

    private static boolean isIds(TensorType type) {
        return type.rank() == 1 && type.dtype() == DType.INT32;
    }

    private Candidate embedding() {
        String name = unused("embedded");
        return new Candidate(
                "embed '" + source.wire() + "' first: add @Embedding(inputDim = <number of ids>, outputDim = 64) Seq "
                        + name,
                with(name, Layers.embedding(SOME_IDS, 64), TensorKind.SEQ));
    }

    private Candidate flatten() {
        String name = unused("flat");
        return new Candidate(
                "flatten '" + source.wire() + "' first: add @Flatten Vec " + name,
                with(name, Layers.flatten(), TensorKind.VEC));
    }

    private String unused(String name) {
        String unused = name;
        for (int i = 2;
                draft.stepsByName().containsKey(unused) || draft.inputsByName().containsKey(unused);
                i++) {
            unused = name + i;
        }
        return unused;
    }

    /** The draft with the layer between: what takes it declares it as what it is, unless that is said already. */
    private Draft with(String name, LayerSpec layer, TensorKind made) {
        Draft.Step added = new Draft.Step(
                name, Optional.of(layer), List.of(new Draft.Source(source.wire(), TensorKind.TENSOR)), made);
        List<Draft.Step> extended = new ArrayList<>(draft.steps());
        extended.add(added);
        TensorKind declared = source.declared() == TensorKind.TENSOR ? TensorKind.TENSOR : made;
        return draft.withSteps(extended)
                .with(taker.withSource(operand, new Draft.Source(TensorName.of(name), declared)));
    }
}
