package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import org.bytedeco.dnnl.global.dnnl;

/** Element types as oneDNN numbers them. */
final class DataTypes {

    static final int FLOAT32 = dnnl.dnnl_f32;

    private DataTypes() {}

    static int of(ArrayType type) {
        return switch (type.dtype()) {
            case FLOAT32 ->
                switch (type.width()) {
                    case FULL -> FLOAT32;
                    case BFLOAT16 -> dnnl.dnnl_bf16;
                    case INT8 -> dnnl.dnnl_s8;
                };
            case INT32 -> dnnl.dnnl_s32;
            case BOOL -> dnnl.dnnl_u8;
            case STRING -> throw new IllegalArgumentException("strings are no numbers");
        };
    }
}
