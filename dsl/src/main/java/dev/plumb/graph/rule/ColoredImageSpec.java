package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.List;

/** The family of layers that vary the colours of images: their channels are red, green and blue. */
public interface ColoredImageSpec extends ImageSpec {
    /** Red, green and blue. */
    int CHANNELS = 3;

    /** Whether images of one channel pass unchanged, as those that have no colours. */
    default boolean takesGray() {
        return false;
    }

    /** Whether colours count with these attributes; otherwise images have any number of channels. */
    default boolean usesColors() {
        return true;
    }

    /** The attributes that make colours count, if not all images of the layer need them. */
    default List<String> colorAttributes() {
        return List.of();
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        Inference kept = ImageSpec.super.infer(inputs);
        if (!usesColors() || kept instanceof Inference.Failure) {
            return kept;
        }
        TensorType input = inputs.get(0);
        Dim channels = input.shape().last();
        Dim colors = Dim.of(CHANNELS);
        boolean isGray = takesGray() && channels.compare(Dim.of(1)) == Dim.Comparison.EQUAL;
        if (!isGray && channels.compare(colors) == Dim.Comparison.DIFFERENT) {
            return Inference.failure(
                    new Mismatch.WrongShape(0, role(), input.shape().with(-1, colors)));
        }
        if (takesGray()) {
            return channels.isKnown() ? kept : kept.assuming(List.of(Assumption.broadcast(channels, colors)));
        }
        return kept.assuming(Rules.equal(channels, colors).stream().toList());
    }

    private String role() {
        if (takesGray()) {
            return "an image that is gray or has colours,";
        }
        String reason = colorAttributes().isEmpty() ? "" : " for its " + String.join(" and ", colorAttributes());
        return "an image of red, green and blue" + reason + ",";
    }
}
