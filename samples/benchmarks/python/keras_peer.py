"""Keras 3 on the workloads of the benchmarks, on the backend that KERAS_BACKEND names."""

import keras
import numpy as np
from keras import layers

import harness

# Of the arrays that fit goes over: as many as in Workload.java.
BATCHES = 32
random = np.random.default_rng(1)


def features(*shape):
    return random.standard_normal(shape, dtype=np.float32)


def classes(count, number=10):
    return random.integers(0, number, count).astype(np.int32)


def ragged(count, steps, width):
    """Sequences of which a quarter to all of the steps count; zeros after them."""
    values = features(count, steps, width)
    for sequence, length in enumerate(random.integers(steps // 4, steps + 1, count)):
        values[sequence, length:] = 0
    return values


def dense(sizes, dropout=0.0):
    model = keras.Sequential([keras.Input((sizes[0],))])
    for size in sizes[1:-1]:
        model.add(layers.Dense(size, activation="relu"))
        if dropout:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(sizes[-1], activation="softmax"))
    return model


def cnn():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def recurrent(*middle):
    return keras.Sequential([keras.Input((100, 50)), *middle, layers.Dense(10, activation="softmax")])


def encoder(steps):
    x = keras.Input((steps, 128))
    attention = layers.MultiHeadAttention(num_heads=8, key_dim=16)(x, x)
    norm1 = layers.LayerNormalization()(layers.Add()([x, attention]))
    narrow = layers.Dense(128)(layers.Dense(512, activation="relu")(norm1))
    norm2 = layers.LayerNormalization()(layers.Add()([norm1, narrow]))
    return keras.Model(x, layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling1D()(norm2)))


def text():
    return keras.Sequential([
        keras.Input((200,), dtype="int32"),
        layers.Embedding(20_000, 64),
        layers.Conv1D(64, 5, activation="relu"),
        layers.GlobalMaxPooling1D(),
        layers.Dense(10, activation="softmax"),
    ])


def predicting(model, x):
    """Arrays in and arrays out, compiled where the backend compiles."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        compiled = tf.function(lambda batch: model(batch, training=False))
        return lambda: compiled(x).numpy(), 1
    if keras.backend.backend() == "jax":
        import jax

        trainable = [weight.value for weight in model.trainable_variables]
        others = [weight.value for weight in model.non_trainable_variables]
        compiled = jax.jit(lambda batch: model.stateless_call(trainable, others, batch, training=False)[0])
        return lambda: np.asarray(compiled(x)), 1
    import torch

    def eager():
        with torch.no_grad():
            return model(x, training=False).numpy()

    return eager, 1


def training(model, make, rows, batches=BATCHES, number=10):
    """fit over arrays that hold so many batches."""
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    x, y = make(rows * batches), classes(rows * batches, number)
    return lambda: model.fit(x, y, batch_size=rows, epochs=1, shuffle=False, verbose=0), batches


def images(workload):
    net, what = workload.split("_")[1:]
    model = {
        "RESNET50": keras.applications.ResNet50,
        "MOBILENETV2": keras.applications.MobileNetV2,
        "EFFICIENTNETB0": keras.applications.EfficientNetB0,
    }[net](weights=None)
    if what == "TRAIN":
        return training(model, lambda count: features(count, 224, 224, 3), 8, 2, 1000)
    return predicting(model, features(int(what), 224, 224, 3))


def make(workload):
    if workload == "W1_SMALL":
        return predicting(dense([20, 128, 64, 10]), features(1, 20))
    if workload in ("W1_MLP", "W6_START"):
        return predicting(dense([784, 256, 128, 10]), features(1, 784))
    if workload in ("W2_MLP_32", "W2_MLP_128"):
        rows = int(workload.split("_")[2])
        return training(dense([784, 256, 128, 10], 0.3), lambda count: features(count, 784), rows, 200)
    if workload == "W3_CNN":
        return training(cnn(), lambda count: features(count, 28, 28, 1), 64)
    if workload == "W4_LSTM":
        return training(recurrent(layers.LSTM(64)), lambda count: features(count, 100, 50), 32)
    if workload == "W4_LSTM_MASKED":
        return training(recurrent(layers.Masking(), layers.LSTM(64)), lambda count: ragged(count, 100, 50), 32)
    if workload == "W4_GRU_BOTH":
        return training(
            recurrent(layers.Bidirectional(layers.GRU(64))), lambda count: features(count, 100, 50), 32)
    if workload in ("W5_ENCODER_64", "W5_ENCODER_512"):
        steps = int(workload.split("_")[2])
        return training(encoder(steps), lambda count: features(count, steps, 128), 16 if steps == 64 else 2)
    if workload.startswith("W7_"):
        return images(workload)
    if workload == "W8_TEXT":
        return training(text(), lambda count: random.integers(0, 20_000, (count, 200)).astype(np.int32), 32)
    return None


def version():
    backend = keras.backend.backend()
    return f"Keras {keras.__version__}, {backend} {__import__(backend).__version__}"


if __name__ == "__main__":
    harness.main(make, version())
