package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni_2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.Optional;

/** What the processor can do, as oneDNN finds it: with {@code ONEDNN_MAX_CPU_ISA} in the environment no more than that. */
public final class Processor {

    private Processor() {}

    /** What this processor lacks to multiply in bfloat16, as a part of a sentence; empty if it lacks nothing. */
    public static Optional<String> lackForBfloat16() {
        return lackForBfloat16(dnnl_get_effective_cpu_isa());
    }

    /**
     * The same of any processor. Without the instruction oneDNN has code, too, which is slower than that for float32.
     *
     * @param instructions oneDNN's number: a bit for each set that there is
     */
    static Optional<String> lackForBfloat16(int instructions) {
        return has(instructions, dnnl_cpu_isa_avx512_core_bf16)
                ? Optional.empty()
                : Optional.of("AVX512_BF16, the instructions that multiply bfloat16: it has " + name(instructions));
    }

    /** What this processor lacks to multiply whole numbers of 8 bits, as a part of a sentence; empty if it lacks nothing. */
    public static Optional<String> lackForInt8() {
        return lackForInt8(dnnl_get_effective_cpu_isa());
    }

    /**
     * The same of any processor. Without the instructions oneDNN adds pairs of products up in 16 bits, which do not hold them all.
     *
     * @param instructions oneDNN's number: a bit for each set that there is
     */
    static Optional<String> lackForInt8(int instructions) {
        return has(instructions, dnnl_cpu_isa_avx512_core_vnni) || has(instructions, dnnl_cpu_isa_avx2_vnni)
                ? Optional.empty()
                : Optional.of(
                        "VNNI, the instructions that multiply whole numbers of 8 bits: it has " + name(instructions));
    }

    private static boolean has(int instructions, int set) {
        return (instructions & set) == set;
    }

    private static String name(int instructions) {
        return switch (instructions) {
            case dnnl_cpu_isa_sse41 -> "SSE4.1";
            case dnnl_cpu_isa_avx -> "AVX";
            case dnnl_cpu_isa_avx2 -> "AVX2";
            case dnnl_cpu_isa_avx2_vnni, dnnl_cpu_isa_avx2_vnni_2 -> "AVX2 with VNNI";
            case dnnl_cpu_isa_avx512_core -> "AVX-512";
            case dnnl_cpu_isa_avx512_core_vnni -> "AVX-512 with VNNI";
            default -> "no instructions of x86 that oneDNN uses";
        };
    }
}
