package dev.plumb.keras.model;

import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;

/**
 * {@code first + scale · second}: a layer that InceptionResNetV2 has of its own (keras/src/applications/inception_resnet_v2.py).
 *
 * @param scale what the second tensor is multiplied by
 */
record ScaledSum(double scale) {
    private static final String CLASS = "CustomScaleLayer";

    /** Whether a layer is one, and not somebody's own of this name. */
    static boolean isOne(Described layer) {
        return layer.className().equals(CLASS) && Json.ownClass(layer.json()).isEmpty();
    }

    static ScaledSum of(Call call) throws NoCounterpart {
        Object scale = call.layer().config().get("scale");
        if (!(scale instanceof Number number) || call.tensors().size() != 2) {
            throw new NoCounterpart("it is called with " + call.tensors().size() + " tensors and scale = "
                    + Json.shown(scale) + ", expected 2 and a number");
        }
        return new ScaledSum(number.doubleValue());
    }
}
