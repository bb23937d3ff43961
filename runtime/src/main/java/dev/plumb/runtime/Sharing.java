package dev.plumb.runtime;

import java.util.Objects;

/**
 * Says that a part of a network has the weights of another network: the same memory, so that what either trains both have. Vocabularies go with them: what
 * either is adapted to both are.
 *
 * @param path of a layer, or of a nested model, block or repetition with all layers in it
 * @param from whose weights they are
 * @param fromPath the layer or scope in that network that has them; "" if it is the whole network
 */
public record Sharing(String path, Network from, String fromPath) {
    public Sharing {
        Objects.requireNonNull(path, "the path of what shares weights is null");
        Objects.requireNonNull(from, () -> "the network whose weights '" + path + "' is to have is null");
        Objects.requireNonNull(fromPath, "the path in the other network is null: \"\" is the whole network");
        if (path.isEmpty()) {
            throw new IllegalArgumentException(
                    "the path of what shares weights is empty: name a layer or nested model");
        }
    }

    /** A nested model has the weights of a network of that model: {@code Sharing.of("encoder", autoencoder.upTo("code"))}. */
    public static Sharing of(String path, Network from) {
        return new Sharing(path, from, "");
    }

    /** As {@link #of(String, Network)}, to be imported: {@code Classifier.create(seed, sharing("encoder", autoencoder.encoder()))}. */
    public static Sharing sharing(String path, TypedModel from) {
        return of(path, from.network());
    }

    /** A layer or nested model has the weights of one in another network. */
    public static Sharing of(String path, Network from, String fromPath) {
        return new Sharing(path, from, fromPath);
    }

    /** The path in the other network of something here; "" if it is not in what shares. */
    String there(String layer) {
        if (layer.equals(path) && !fromPath.isEmpty()) {
            return fromPath;
        }
        return layer.startsWith(path + "/")
                ? (fromPath.isEmpty() ? "" : fromPath + "/") + layer.substring(path.length() + 1)
                : "";
    }
}
