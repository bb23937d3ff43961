package dev.plumb.source;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States the rank of each tensor of which nothing was stated: {@code Vec}, {@code Image}. What was stated stays. */
final class DeclaredKinds {
    private final Draft draft;
    private final Map<TensorName, TensorType> types = new HashMap<>();

    private DeclaredKinds(Draft draft) {
        this.draft = draft;
        draft.inputs().forEach(input -> types.put(TensorName.of(input.name()), input.type()));
        List<Draft.Step> open = new ArrayList<>(draft.steps());
        while (open.removeIf(this::infer)) {
            // each round finds the types of those whose inputs have one by now
        }
    }

    /** The model with all ranks stated. */
    static Draft of(Draft draft) {
        return new DeclaredKinds(draft).stated();
    }

    /** Whether the types of a layer's outputs could be found. */
    private boolean infer(Draft.Step step) {
        List<TensorType> inputs = new ArrayList<>();
        for (Draft.Source source : step.sources()) {
            TensorType type = types.get(source.wire());
            if (type == null) {
                return false;
            }
            inputs.add(type);
        }
        LayerSpec layer = step.applied().orElseThrow();
        if (!(layer.infer(inputs) instanceof Inference.Types inferred)) {
            return false;
        }
        for (int i = 0; i < inferred.outputs().size(); i++) {
            types.put(
                    new TensorName(step.name(), layer.outputNames().get(i)),
                    inferred.outputs().get(i));
        }
        types.put(TensorName.of(step.name()), inferred.outputs().get(0));
        return true;
    }

    private Draft stated() {
        Map<TensorName, TensorKind> kinds = new HashMap<>();
        List<Draft.Input> inputs = draft.inputs().stream()
                .map(input -> new Draft.Input(
                        input.name(), input.type(), kind(input.declared(), TensorName.of(input.name()))))
                .toList();
        inputs.forEach(input -> kinds.put(TensorName.of(input.name()), input.declared()));
        List<TensorKind> steps = draft.steps().stream()
                .map(step ->
                        step.outputsArePicked() ? step.declared() : kind(step.declared(), TensorName.of(step.name())))
                .toList();
        for (int i = 0; i < steps.size(); i++) {
            kinds.put(TensorName.of(draft.steps().get(i).name()), steps.get(i));
        }
        List<Draft.Step> stated = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Draft.Step step = draft.steps().get(i);
            stated.add(step.withDeclared(steps.get(i))
                    .withSources(step.sources().stream()
                            .map(source -> new Draft.Source(source.wire(), source(source, kinds)))
                            .toList()));
        }
        return draft.withInputs(inputs).withSteps(stated);
    }

    /** A wire is declared as what it comes from. */
    private TensorKind source(Draft.Source source, Map<TensorName, TensorKind> kinds) {
        return source.declared() != TensorKind.TENSOR
                ? source.declared()
                : Optional.ofNullable(kinds.get(source.wire())).orElseGet(() -> kind(source.declared(), source.wire()));
    }

    private TensorKind kind(TensorKind declared, TensorName tensor) {
        TensorType type = types.get(tensor);
        if (declared != TensorKind.TENSOR || type == null) {
            return declared;
        }
        return type.rank() == 1 && type.dtype() == DType.INT32 ? TensorKind.TOKENS : TensorKind.of(type);
    }
}
