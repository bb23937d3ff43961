package dev.plumb.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All libraries that are measured; the first is Plumb, whose start is that of a service. */
final class Peers {
    static final String PLUMB = "Plumb";

    private static final String START = "W6";

    private Peers() {}

    static List<Peer> all() {
        JavaPeer deeplearning4j = new JavaPeer(
                "DL4J",
                Set.of("W1", "W2", "W3", "W4", "W6", "W8", "W10"),
                "deeplearning4j",
                "dev.plumb.benchmarks.deeplearning4j.Deeplearning4j");
        return List.of(
                new JavaPeer(PLUMB, groupsBut(START), "plumb", "dev.plumb.benchmarks.plumb.Plumb"),
                // What starts and only predicts has the class path of a service: docs/deployment.md.
                new JavaPeer(PLUMB, Set.of(START), "service", "dev.plumb.benchmarks.service.Service"),
                new JavaPeer(
                        "ONNX Runtime",
                        Set.of("W1", "W6", "W7", "W9", "W10"),
                        "onnxruntime",
                        "dev.plumb.benchmarks.onnxruntime.OnnxRuntime"),
                new JavaPeer(
                        "DJL",
                        Set.of("W1", "W2", "W3", "W4", "W5", "W6", "W8", "W10"),
                        "djl",
                        "dev.plumb.benchmarks.djl.Djl",
                        List.of(),
                        // All that it needs is on the class path; where it unpacks that.
                        List.of("-Dai.djl.offline=true", "-DDJL_CACHE_DIR=target/benchmarks/djl")),
                new JavaPeer(
                        "TF-Java",
                        Set.of("W1", "W2", "W3", "W4", "W5", "W6", "W8", "W10"),
                        "tensorflow",
                        "dev.plumb.benchmarks.tensorflow.TensorFlowJava"),
                deeplearning4j,
                deeplearning4j.variant(
                        "DL4J AVX-512",
                        List.of("-Dnatives.extension=-onednn-avx512"),
                        List.of("-Dorg.bytedeco.javacpp.platform.extension=-onednn-avx512")),
                keras("Keras-TF", "tensorflow", "tensorflow"),
                keras("Keras-JAX", "jax", "jax"),
                keras("Keras-PyTorch", "torch", "torch"),
                pyTorch("PyTorch", "0"),
                pyTorch("PyTorch compiled", "1"));
    }

    private static Set<String> groupsBut(String left) {
        return Workload.groups().stream().filter(group -> !group.equals(left)).collect(Collectors.toUnmodifiableSet());
    }

    private static Peer keras(String name, String backend, String library) {
        return new PythonPeer(
                name,
                Set.of("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"),
                "keras_peer.py",
                "keras, " + library,
                Map.of("KERAS_BACKEND", backend, "TF_CPP_MIN_LOG_LEVEL", "3", "CUDA_VISIBLE_DEVICES", "-1"));
    }

    private static Peer pyTorch(String name, String compiled) {
        return new PythonPeer(
                name,
                Set.of("W1", "W2", "W3", "W4", "W5", "W6", "W8", "W9"),
                "torch_peer.py",
                "torch",
                Map.of("PLUMB_BENCHMARK_COMPILED", compiled, "CUDA_VISIBLE_DEVICES", "-1"));
    }
}
