package dev.plumb.io.pytorch;

import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.file.ElementType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weights of one layer as a state dict of PyTorch holds them. */
public final class PyTorchLayer {
    /** A layer of a module of several: {@code rnn.l1} has the tensors {@code rnn.weight_ih_l1} … */
    private static final Pattern STACKED = Pattern.compile("(.*)\\.l(\\d+)");

    private final String name;
    private final String module;
    private final LayerSpec layer;
    private final List<Weight> weights;
    private final Map<String, StateTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> unwanted = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private final Optional<String> lack;

    private PyTorchLayer(String name, String module, LayerSpec layer, List<Weight> weights, StateTensors state) {
        this.name = name;
        this.module = module;
        this.layer = layer;
        this.weights = weights;
        state.tensors().forEach(tensor -> tensors.put(fullName(tensor.name()), tensor));
        state.unwanted().forEach((tensor, remedy) -> unwanted.put(fullName(tensor), remedy));
        state.ignored().forEach(tensor -> ignored.add(fullName(tensor)));
        this.lack = state.lack();
    }

    /**
     * A layer of a graph with weights of its own.
     *
     * @param name what the module is called: {@code features.0}
     */
    public static PyTorchLayer of(Graph graph, Node node, String name) {
        LayerSpec layer = node.spec();
        while (layer instanceof TimeDistributedLayer distributed) {
            layer = distributed.layer();
        }
        ImageFeatures images = new ImageFeatures(graph);
        StateTensors state = new StateTensors(layer, node.weights(), images.taken(node), images.given(node));
        Optional<PyTorchModules.Row> row = PyTorchModules.row(layer);
        row.ifPresentOrElse(found -> found.tensors().accept(state), () -> state.lacks("skip it"));
        return new PyTorchLayer(name, row.map(PyTorchModules.Row::module).orElse(""), layer, node.weights(), state);
    }

    private String fullName(String tensor) {
        Matcher stacked = STACKED.matcher(name);
        if (tensor.contains("_l0") && stacked.matches()) {
            return stacked.group(1) + "." + tensor.replace("_l0", "_l" + stacked.group(2));
        }
        return name.isEmpty() ? tensor : name + "." + tensor;
    }

    /** What the module is called. */
    public String name() {
        return name;
    }

    /** Whether a tensor of that name belongs to the module. */
    public boolean knows(String tensor) {
        return tensors.containsKey(tensor) || unwanted.containsKey(tensor) || ignored.contains(tensor);
    }

    /** Why PyTorch has no such module, if it has none. */
    public Optional<String> lack() {
        return lack.map(remedy -> layer.describe() + " has no counterpart in PyTorch: " + remedy);
    }

    /**
     * In what the tensors of a file are not those of the layer.
     *
     * @param found those that begin with the name of the module
     */
    public Optional<String> difference(Map<String, TensorData> found) {
        if (lack.isPresent()) {
            return lack();
        }
        for (Map.Entry<String, StateTensor> tensor : tensors.entrySet()) {
            Optional<String> difference = difference(tensor.getKey(), tensor.getValue(), found);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return found.keySet().stream()
                .filter(tensor -> !tensors.containsKey(tensor) && !ignored.contains(tensor))
                .findFirst()
                .map(tensor -> "the file also has '" + tensor + "' "
                        + text(found.get(tensor).shape()) + ", which "
                        + layer.describe() + " has no place for"
                        + (unwanted.containsKey(tensor) ? ": " + unwanted.get(tensor) : ""));
    }

    private Optional<String> difference(String tensor, StateTensor expected, Map<String, TensorData> found) {
        TensorData data = found.get(tensor);
        if (data == null) {
            return Optional.of("the file has no '" + tensor + "' " + text(expected.shape()) + ", which " + module
                    + " for " + layer.describe() + " has"
                    + (expected.remedy().isEmpty() ? "" : ": " + expected.remedy()));
        }
        if (!data.type().isFloating()) {
            return Optional.of(
                    "'" + tensor + "' holds " + data.type() + ", expected floating-point numbers: save it as float32");
        }
        return data.shape().equals(expected.shape())
                ? Optional.empty()
                : Optional.of("'" + tensor + "' has the shape " + text(data.shape()) + ", " + module + " for "
                        + layer.describe() + " has " + text(expected.shape()) + remedy(expected, data.shape()));
    }

    private String remedy(StateTensor expected, List<Long> found) {
        List<Long> shape = expected.shape();
        boolean differsInRowsOnly = found.size() == shape.size()
                && !found.isEmpty()
                && found.subList(1, found.size()).equals(shape.subList(1, shape.size()));
        if (differsInRowsOnly && !expected.rows().isEmpty()) {
            return ": " + expected.rows() + " = " + found.get(0);
        }
        String weight = expected.parts().get(0).weight();
        return weights.stream()
                        .filter(own -> own.name().equals(weight))
                        .anyMatch(own -> found.equals(
                                Arrays.stream(own.shape().sizes()).boxed().toList()))
                ? ": it is laid out as here, so read it without WeightConvention.pyTorch()"
                : "";
    }

    private static String text(List<Long> shape) {
        return shape.toString().replace('[', '(').replace(']', ')');
    }

    /** Writes one weight row by row, out of tensors that do not differ. */
    public void read(Weight weight, Map<String, TensorData> found, FloatBuffer destination) {
        for (Map.Entry<String, StateTensor> tensor : tensors.entrySet()) {
            if (tensor.getValue().parts().stream()
                    .anyMatch(part -> part.weight().equals(weight.name()))) {
                FloatBuffer numbers = FloatBuffer.allocate(tensor.getValue().count());
                Objects.requireNonNull(found.get(tensor.getKey())).readFloats(numbers);
                int at = 0;
                for (WeightView part : tensor.getValue().parts()) {
                    if (part.weight().equals(weight.name())) {
                        part.scatter(numbers, at, destination, tensor.getValue().added());
                    }
                    at += part.count();
                }
            }
        }
    }

    /**
     * The tensors of float32.
     *
     * @param weights the values of the layer's weights by their names in the layer
     */
    public List<TensorData> tensors(Function<String, FloatBuffer> weights) {
        List<TensorData> written = new ArrayList<>();
        tensors.forEach((tensor, held) -> {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(held.count(), Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int at = 0;
            for (WeightView part : held.added() ? List.<WeightView>of() : held.parts()) {
                part.gather(weights.apply(part.weight()), bytes.asFloatBuffer(), at);
                at += part.count();
            }
            written.add(new TensorData(tensor, ElementType.F32, held.shape(), bytes));
        });
        return written;
    }
}
