package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessorTest {

    @Test
    void someMultiplyInBfloat16() {
        assertEquals(Optional.empty(), Processor.lackForBfloat16(dnnl_cpu_isa_avx512_core_bf16));
        assertEquals(Optional.empty(), Processor.lackForBfloat16(dnnl_cpu_isa_avx512_core_amx));
    }

    @Test
    void othersLackTheInstructions() {
        String lack = "AVX512_BF16, the instructions that multiply bfloat16: it has ";
        assertEquals(Optional.of(lack + "AVX2"), Processor.lackForBfloat16(dnnl_cpu_isa_avx2));
        assertEquals(Optional.of(lack + "AVX-512"), Processor.lackForBfloat16(dnnl_cpu_isa_avx512_core));
        assertEquals(Optional.of(lack + "AVX-512 with VNNI"), Processor.lackForBfloat16(dnnl_cpu_isa_avx512_core_vnni));
        assertEquals(Optional.of(lack + "no instructions of x86 that oneDNN uses"), Processor.lackForBfloat16(0));
    }

    @Test
    void whatMultipliesWholeNumbersIsAnotherMatter() {
        for (int instructions : new int[] {
            dnnl_cpu_isa_avx2_vnni,
            dnnl_cpu_isa_avx512_core_vnni,
            dnnl_cpu_isa_avx512_core_bf16,
            dnnl_cpu_isa_avx512_core_amx
        }) {
            assertEquals(Optional.empty(), Processor.lackForInt8(instructions));
        }
        String lack = "VNNI, the instructions that multiply whole numbers of 8 bits: it has ";
        assertEquals(Optional.of(lack + "AVX2"), Processor.lackForInt8(dnnl_cpu_isa_avx2));
        assertEquals(Optional.of(lack + "AVX-512"), Processor.lackForInt8(dnnl_cpu_isa_avx512_core));
    }
}
