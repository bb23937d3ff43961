package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A product for each head: {@code scale · left · right + added}.
 *
 * @param left (1, heads, m, k)
 * @param right (1, heads, k, n)
 * @param target (1, heads, m, n)
 * @param scale of the product
 * @param added an array that is added, or null
 * @param accumulates whether what lies at the target is added
 */
record AttentionProduct(
        Layout left,
        Layout right,
        Layout target,
        float scale,
        @Nullable Layout added,
        boolean accumulates) implements Description {

    @Override
    public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
        dnnl_primitive_attr attributes = natives.attributes();
        dnnl_post_ops postOps = new dnnl_post_ops();
        Natives.check(dnnl_post_ops_create(postOps), "post-ops");
        try {
            if (isScaled()) {
                Natives.check(dnnl_post_ops_append_eltwise(postOps, dnnl_eltwise_linear, scale, 0), "scale");
            }
            if (added != null) {
                Natives.check(dnnl_post_ops_append_binary(postOps, dnnl_binary_add, natives.descriptor(added)), added);
            }
            if (accumulates) {
                Natives.check(dnnl_post_ops_append_sum(postOps, 1, 0, dnnl_data_type_undef), "sum");
            }
            Natives.check(dnnl_primitive_attr_set_post_ops(attributes, postOps), "post-ops");
        } finally {
            dnnl_post_ops_destroy(postOps);
        }
        return dnnl_matmul_primitive_desc_create(
                descriptor,
                natives.engine(),
                natives.descriptor(left),
                natives.descriptor(right),
                null,
                natives.descriptor(target),
                attributes);
    }

    private boolean isScaled() {
        return scale != 1;
    }

    /** The position of what is added among the post-ops. */
    int addedPosition() {
        return isScaled() ? 1 : 0;
    }

    /** As other products. */
    @Override
    public long primitiveBytes() {
        return 720 << 10;
    }
}
