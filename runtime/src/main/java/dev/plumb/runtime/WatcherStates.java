package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.FitState;
import dev.plumb.io.TensorData;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.CallbackState;
import dev.plumb.train.callback.Training;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The states of callbacks, as they are and as backups hold them. */
final class WatcherStates {
    private WatcherStates() {}

    /** What those that remember something have seen. */
    static List<FitState.Watcher> of(List<Callback> callbacks) {
        List<FitState.Watcher> states = new ArrayList<>();
        for (Callback callback : callbacks) {
            CallbackState state = new CallbackState(callback.getClass().getSimpleName());
            callback.saveState(state);
            if (!state.isEmpty()) {
                Map<String, TensorData> arrays = new LinkedHashMap<>();
                state.arrays().forEach((name, array) -> arrays.put(name, data(name, array)));
                states.add(new FitState.Watcher(callback.getClass().getName(), state.values(), arrays));
            }
        }
        return states;
    }

    /** Throws {@link IllegalArgumentException} if there are no callbacks for some states. */
    static void requireAll(List<Callback> callbacks, List<FitState.Watcher> states) {
        List<FitState.Watcher> left = taken(callbacks, states, (callback, state) -> {});
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("it holds what "
                    + left.stream().map(FitState.Watcher::name).toList()
                    + " has seen, and the fit has no such callback");
        }
    }

    /** Gives each callback its state: those of a class in their order. */
    static void restore(List<Callback> callbacks, List<FitState.Watcher> states, Training training) {
        taken(callbacks, states, (callback, state) -> callback.restoreState(training, state(callback, state)));
    }

    /** The states that no callback takes. */
    private static List<FitState.Watcher> taken(
            List<Callback> callbacks, List<FitState.Watcher> states, BiConsumer<Callback, FitState.Watcher> taking) {
        List<FitState.Watcher> left = new ArrayList<>(states);
        for (Callback callback : callbacks) {
            left.stream()
                    .filter(state -> state.name().equals(callback.getClass().getName()))
                    .findFirst()
                    .ifPresent(state -> {
                        left.remove(state);
                        taking.accept(callback, state);
                    });
        }
        return left;
    }

    private static CallbackState state(Callback callback, FitState.Watcher saved) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        saved.arrays().forEach((name, data) -> arrays.put(name, array(data)));
        return CallbackState.of(callback.getClass().getSimpleName(), saved.values(), arrays);
    }

    private static TensorData data(String name, INDArray array) {
        INDArray rows = array.dup('c');
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(rows.length() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (rows.length() > 0) {
            NativeArrays.readAt(rows, 0, bytes.asFloatBuffer());
        }
        return new TensorData(
                name, ElementType.F32, Arrays.stream(array.shape()).boxed().toList(), bytes);
    }

    private static INDArray array(TensorData data) {
        long[] shape = data.shape().stream().mapToLong(size -> size).toArray();
        INDArray array = Nd4j.create(DataType.FLOAT, shape, 'c');
        if (array.length() > 0) {
            NativeArrays.writeAt(data.floats(), array, 0);
        }
        return array;
    }
}
