package dev.plumb.engine.onednn;

import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Everything that oneDNN specialises a primitive to, as a value: the operation, the layouts of its arguments, what follows in its
 * epilogue. Equal descriptions have interchangeable primitives.
 */
interface Description {

    /**
     * Makes the native descriptor.
     *
     * @param natives makes what the descriptor is made of, and destroys it afterwards
     * @param target filled here
     * @return oneDNN's status
     */
    int describe(Temporaries natives, dnnl_primitive_desc target);

    /** Whether an implementation, by oneDNN's name of it, is as fast as can be expected. */
    default boolean isFast(String implementation) {
        return !References.isReference(implementation);
    }

    /** About how much memory a primitive takes, in bytes, as measured: oneDNN does not tell. */
    default long primitiveBytes() {
        return 16 << 10;
    }
}
