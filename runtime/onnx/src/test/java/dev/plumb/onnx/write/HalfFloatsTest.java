package dev.plumb.onnx.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounding to two bytes: to the nearest, to the even one of two, and what is no number or too large stays such. */
final class HalfFloatsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519, 7bff",
        "65520, 7c00",
        "Infinity, 7c00",
        "-Infinity, fc00",
        "NaN, 7e00",
        "0x1p-14, 0400",
        "0x1p-24, 0001",
        "0x1p-25, 0000",
        "0x1.8p-25, 0001",
        "0x1.002p0, 3c00",
        "0x1.006p0, 3c02",
        "0x1.ffep0, 4000",
        "-0.0, 8000"
    })
    void toFloat16(String number, String bits) {
        assertEquals(bits, hex(HalfFloats.half(Float.parseFloat(number))));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3f80",
        "0x1.01p0, 3f80",
        "0x1.03p0, 3f82",
        "0x1.ffp0, 4000",
        "Infinity, 7f80",
        "NaN, 7fc0",
        "-0.0, 8000"
    })
    void toBfloat16(String number, String bits) {
        assertEquals(bits, hex(HalfFloats.brain(Float.parseFloat(number))));
    }

    private static String hex(short bits) {
        return String.format("%04x", bits);
    }
}
