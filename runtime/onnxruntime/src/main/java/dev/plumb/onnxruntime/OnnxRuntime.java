package dev.plumb.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.runtime.Backend;
import dev.plumb.runtime.Network;
import java.util.OptionalInt;

/**
 * ONNX Runtime as what predicts: {@code model.on(OnnxRuntime.cpu())} is the same model, whose predictions are computed there. It gets the model as {@link OnnxModel} says it.
 *
 * <p>Nothing needs to be closed: native memory belongs to the model and goes with it.
 */
public final class OnnxRuntime implements Backend {
    private final OptionalInt device;
    private final OptionalInt threads;

    private OnnxRuntime(OptionalInt device, OptionalInt threads) {
        this.device = device;
        this.threads = threads;
    }

    /** On the processor, on all cores. */
    public static OnnxRuntime cpu() {
        return new OnnxRuntime(OptionalInt.empty(), OptionalInt.empty());
    }

    /** On the first graphics card of NVIDIA: {@link #cuda(int)}. */
    public static OnnxRuntime cuda() {
        return cuda(0);
    }

    /**
     * On a graphics card of NVIDIA, by CUDA. It needs {@code com.microsoft.onnxruntime:onnxruntime_gpu} in place of {@code onnxruntime}, and CUDA; what the card cannot do is done on the processor.
     *
     * @param device which one, from 0
     * @throws IllegalArgumentException if it is negative
     */
    public static OnnxRuntime cuda(int device) {
        if (device < 0) {
            throw new IllegalArgumentException("devices are counted from 0, found " + device);
        }
        return new OnnxRuntime(OptionalInt.of(device), OptionalInt.empty());
    }

    /**
     * The same with so many threads for one prediction.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public OnnxRuntime threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least 1 thread predicts, found " + count);
        }
        return new OnnxRuntime(device, OptionalInt.of(count));
    }

    /** @throws IllegalStateException if ONNX Runtime has no such device, or does not take the model */
    @Override
    public Prepared prepare(Network network) {
        OnnxModel model = OnnxModel.of(network).withoutPreprocessing();
        try (SessionOptions options = new SessionOptions()) {
            if (threads.isPresent()) {
                options.setIntraOpNumThreads(threads.getAsInt());
            }
            if (device.isPresent()) {
                options.addCUDA(device.getAsInt());
            }
            return LoadedModel.of(network.graph(), model, options);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime cannot run model '" + network.graph().name() + "' on " + this + ": " + e.getMessage(),
                    e);
        }
    }

    /** The device. */
    @Override
    public String toString() {
        return device.isPresent() ? "CUDA device " + device.getAsInt() : "the processor";
    }
}
