package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_gru_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lbr_gru_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lbr_gru_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lstm_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lstm_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_rnn_flags_diff_weights_overwrite;
import static org.bytedeco.dnnl.global.dnnl.dnnl_rnn_flags_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unidirectional_left2right;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unidirectional_right2left;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The recurrent primitives. */
sealed interface RecurrentPrimitive extends Description {

    RecurrentSizes sizes();

    /**
     * Accepts what oneDNN calls {@code ref} here: all of its recurrent code for training has that name, also where its products and gates
     * are the fast ones (LSTM 64 over 100 steps: 2.7 ms in training, 2.2 ms in inference, which has a name of its own).
     */
    @Override
    default boolean isFast(String implementation) {
        return true;
    }

    @Override
    default long primitiveBytes() {
        return 160 << 10;
    }

    default int direction() {
        return sizes().reverse() ? dnnl_unidirectional_right2left : dnnl_unidirectional_left2right;
    }

    /** The layer's results, without a note. */
    record Inference(RecurrentSizes sizes, boolean packed) implements RecurrentPrimitive {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return forward(this, natives, target, dnnl_forward_inference, packed);
        }

        @Override
        public long primitiveBytes() {
            return 272 << 10;
        }
    }

    /** The layer's results with a note. */
    record Training(RecurrentSizes sizes) implements RecurrentPrimitive {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return forward(this, natives, target, dnnl_forward_training, false);
        }
    }

    private static int forward(
            RecurrentPrimitive self, Temporaries natives, dnnl_primitive_desc target, int kind, boolean packed) {
        RecurrentSizes sizes = self.sizes();
        dnnl_engine engine = natives.engine();
        dnnl_primitive_attr attributes = natives.attributes();
        dnnl_memory_desc x = natives.descriptor(sizes.source());
        dnnl_memory_desc state = natives.descriptor(sizes.hidden());
        dnnl_memory_desc memory = natives.descriptor(sizes.memory());
        dnnl_memory_desc kernel = kernel(natives, sizes.kernel(), packed);
        dnnl_memory_desc recurrent = kernel(natives, sizes.recurrentKernel(), packed);
        dnnl_memory_desc bias = natives.descriptor(sizes.bias());
        dnnl_memory_desc y = natives.descriptor(sizes.outputs());
        int way = self.direction();
        int flags = dnnl_rnn_flags_undef;
        return switch (sizes.cell()) {
            case LSTM ->
                dnnl_lstm_forward_primitive_desc_create(
                        target,
                        engine,
                        kind,
                        way,
                        x,
                        state,
                        memory,
                        kernel,
                        recurrent,
                        null,
                        null,
                        bias,
                        y,
                        state,
                        memory,
                        flags,
                        attributes);
            case GRU ->
                dnnl_gru_forward_primitive_desc_create(
                        target, engine, kind, way, x, state, kernel, recurrent, bias, y, state, flags, attributes);
            case GRU_RESET_AFTER ->
                dnnl_lbr_gru_forward_primitive_desc_create(
                        target, engine, kind, way, x, state, kernel, recurrent, bias, y, state, flags, attributes);
        };
    }

    /** The gradients of everything. Its kernels are packed: it multiplies by them the other way round. */
    record Gradient(RecurrentSizes sizes) implements RecurrentPrimitive {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_engine engine = natives.engine();
            dnnl_primitive_attr attributes = natives.attributes();
            dnnl_primitive_desc hint = natives.hint(new Training(sizes));
            dnnl_memory_desc x = natives.descriptor(sizes.source());
            dnnl_memory_desc state = natives.descriptor(sizes.hidden());
            dnnl_memory_desc kernel = natives.anyLayout(sizes.kernel());
            dnnl_memory_desc recurrent = natives.anyLayout(sizes.recurrentKernel());
            dnnl_memory_desc kernelGradient = natives.descriptor(sizes.kernel());
            dnnl_memory_desc recurrentGradient = natives.descriptor(sizes.recurrentKernel());
            dnnl_memory_desc bias = natives.descriptor(sizes.bias());
            dnnl_memory_desc y = natives.descriptor(sizes.outputs());
            int way = direction();
            // Otherwise it adds to what lies there.
            int flags = dnnl_rnn_flags_diff_weights_overwrite;
            return switch (sizes.cell()) {
                case LSTM ->
                    dnnl_lstm_backward_primitive_desc_create(
                            target,
                            engine,
                            dnnl_backward,
                            way,
                            x,
                            state,
                            state,
                            kernel,
                            recurrent,
                            null,
                            null,
                            bias,
                            y,
                            state,
                            state,
                            x,
                            state,
                            state,
                            kernelGradient,
                            recurrentGradient,
                            null,
                            null,
                            bias,
                            y,
                            state,
                            state,
                            flags,
                            hint,
                            attributes);
                case GRU -> throw new Natives.UnsupportedPrimitive("the gradient of a " + sizes.cell());
                case GRU_RESET_AFTER ->
                    dnnl_lbr_gru_backward_primitive_desc_create(
                            target,
                            engine,
                            dnnl_backward,
                            way,
                            x,
                            state,
                            kernel,
                            recurrent,
                            bias,
                            y,
                            state,
                            x,
                            state,
                            kernelGradient,
                            recurrentGradient,
                            bias,
                            y,
                            state,
                            flags,
                            hint,
                            attributes);
            };
        }
    }

    private static dnnl_memory_desc kernel(Temporaries natives, Layout layout, boolean packed) {
        return packed ? natives.anyLayout(layout) : natives.descriptor(layout);
    }
}
