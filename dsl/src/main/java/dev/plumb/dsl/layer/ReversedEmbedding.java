package dev.plumb.dsl.layer;

import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The table of an embedding as a projection, {@code x · embeddingsᵀ}: (…, outputDim) to (…, inputDim), as language models score the ids with the vectors
 * that they read them by (Press and Wolf, 2017).
 *
 * @param embedding whose table it is
 */
public record ReversedEmbedding(EmbeddingLayer embedding) implements LayerSpec {
    /** The component that is the layer in the other direction. */
    public static final String EMBEDDING = "embedding";

    private static final Attribute<ReversedEmbedding, EmbeddingLayer> EMBEDDING_OF =
            Attribute.required(EMBEDDING, AttributeType.instanceOf(EmbeddingLayer.class));

    /** Its attributes. */
    public static final Definition<ReversedEmbedding> DEFINITION = new Definition<>(
            ReversedEmbedding.class.getName(),
            ReversedEmbedding.class,
            List.of(EMBEDDING_OF),
            own -> List.of(own.embedding()),
            values -> new ReversedEmbedding(values.get(EMBEDDING_OF)));

    @Override
    public boolean isReversed() {
        return true;
    }

    @Override
    public Inference infer(List<TensorType> inputs) {
        TensorType input = inputs.get(0);
        Dim size = Dim.of(embedding.outputDim());
        return Rules.first(
                        Rules.rankAtLeast(inputs, 0, 1, "features last"),
                        () -> Rules.floats(inputs, 0),
                        () -> input.shape().last().compare(size) == Dim.Comparison.EQUAL
                                ? Optional.empty()
                                : Optional.of(new Mismatch.WrongShape(
                                        0,
                                        "vectors of the embedding",
                                        input.shape().with(-1, size))))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(input.withShape(input.shape().with(-1, Dim.of(embedding.inputDim())))));
    }

    @Override
    public Count multiplyAdds(List<TensorType> inputs) {
        return Count.of(inputs.get(0).shape()).times(embedding.inputDim());
    }

    @Override
    public List<Weight> weights(List<TensorType> inputs) {
        return embedding.weights(inputs);
    }

    @Override
    public Definition<ReversedEmbedding> definition() {
        return DEFINITION;
    }

    @Override
    public ReversedEmbedding with(String attribute, Object value) {
        return new ReversedEmbedding(embedding.with(attribute, value));
    }

    @Override
    public String describe() {
        return embedding.describe() + " in reverse";
    }
}
