package dev.plumb.graph.compose;

import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.rule.MergingSpec;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model or block for each step of a sequence: a frame of a film, a sentence of a text. Each of its layers is applied to each step; what joins
 * tensors joins them with their steps.
 *
 * @param layer what is applied, with one input and one output
 */
public record Distribution(LayerSpec layer) implements Composite, WrapperSpec {

    /** Made when there is one: every model asks {@link #settled}. */
    private static final class Own {
        static final Attribute<Distribution, LayerSpec> LAYER =
                Attribute.required(WRAPPED, AttributeType.instanceOf(LayerSpec.class));

        static final Definition<Distribution> DEFINITION = new Definition<>(
                TimeDistributedLayer.DEFINITION.annotation(),
                Distribution.class,
                List.of(LAYER),
                own -> List.of(own.layer()),
                values -> new Distribution(values.get(LAYER)));
    }

    /** {@code TimeDistributed} of a model or block is this; any other layer is what it is. */
    public static LayerSpec settled(LayerSpec layer) {
        return layer instanceof TimeDistributedLayer distributed && distributed.layer() instanceof Composite
                ? new Distribution(distributed.layer())
                : layer;
    }

    @Override
    public Expansion expand(List<TensorType> inputs) {
        Optional<Mismatch> rank = Rules.rankAtLeast(inputs, 0, 2, "time, then the axes of a step");
        if (rank.isPresent()) {
            return new Refused(rank.get());
        }
        Expansion step =
                ((Composite) layer).expand(inputs.stream().map(TensorType::step).toList());
        if (step instanceof Refused refused) {
            return new Refused(new Mismatch.InEachStep(refused.mismatch()));
        }
        return step instanceof Expanded expanded ? distributed(expanded, inputs) : step;
    }

    /** Each step is made of this. */
    @Override
    public Optional<Draft> madeOf(List<TensorType> inputs) {
        return Rules.rankAtLeast(inputs, 0, 2, "").isPresent()
                ? Optional.empty()
                : ((Composite) layer)
                        .madeOf(inputs.stream().map(TensorType::step).toList());
    }

    private Expansion distributed(Expanded step, List<TensorType> inputs) {
        Graph graph = step.graph();
        List<Draft.Input> given =
                List.of(new Draft.Input(graph.inputs().get(0).name(), inputs.get(0), TensorKind.TENSOR));
        List<Draft.Step> steps = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<LayerSpec> each = each(node);
            if (each.isEmpty()) {
                return new Refused(new Mismatch.CannotWrap(
                        "TimeDistributed",
                        layer.describe(),
                        "layers of one input and one output, and what joins tensors; inside is "
                                + node.spec().layerName() + " '" + node.name() + "'"));
            }
            boolean own = node.sharing().equals(node.name());
            Draft.Terms terms = own ? Draft.Terms.NONE : Draft.Terms.sharing(node.sharing());
            steps.add(new Draft.Step(
                    node.name(),
                    each,
                    node.inputs().stream()
                            .map(wire -> new Draft.Source(wire, TensorKind.TENSOR))
                            .toList(),
                    TensorKind.TENSOR,
                    own && !node.trainable() ? terms.asFrozen() : terms));
        }
        List<Draft.Output> outputs = graph.outputs().stream()
                .map(output -> new Draft.Output(output.wire().toString(), Optional.empty(), List.of()))
                .toList();
        Expansion all = GraphChecker.expandChecked(new Draft(graph.name(), given, steps, outputs), step.assumptions());
        return all instanceof Expanded flat
                ? new Expanded(
                        withParts(flat.graph(), graph, inputs.get(0).shape().dim(0)), flat.assumptions())
                : all;
    }

    /** With the nested models, blocks and repetitions of a step, and with what of it is computed again in training. */
    private static Graph withParts(Graph flat, Graph step, Dim time) {
        List<Scope> scopes = step.scopes().stream()
                .map(scope -> new Scope(
                        scope.path(),
                        scope.layer(),
                        scope.outputTypes().stream()
                                .map(type -> overTime(type, time))
                                .toList()))
                .toList();
        return new Graph(flat.draft(), flat.inputs(), flat.nodes(), flat.outputs(), scopes, step.recomputed());
    }

    private static TensorType overTime(TensorType type, Dim time) {
        List<Dim> dims = new ArrayList<>(List.of(time));
        dims.addAll(type.shape().dims());
        return type.withShape(new Shape(dims));
    }

    /** A layer of one step as a layer of all steps. */
    private static Optional<LayerSpec> each(Node node) {
        LayerSpec spec = node.spec();
        if (spec instanceof MergingSpec) {
            return Optional.of(spec);
        }
        if (spec instanceof ConcatenateLayer joined) {
            return Optional.of(joined.axis() > 0 ? joined.axis(joined.axis() + 1) : joined);
        }
        return node.inputs().size() == 1 && spec.outputNames().size() == 1
                ? Optional.of(Layers.timeDistributed(spec))
                : Optional.empty();
    }

    @Override
    public void validate(AttributeChecks checks) {
        WrapperSpec.super.validate(checks);
        checks.wraps(
                layer.arity().accepts(1)
                        && !layer.arity().accepts(2)
                        && layer.outputNames().size() == 1,
                this,
                "a model or block of one input and one output");
    }

    @Override
    public Arity arity() {
        return layer.arity();
    }

    @Override
    public List<String> outputNames() {
        return layer.outputNames();
    }

    @Override
    public Definition<Distribution> definition() {
        return Own.DEFINITION;
    }

    @Override
    public LayerSpec with(String attribute, Object value) {
        return Own.DEFINITION.with(this, attribute, value);
    }
}
