package dev.plumb.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "Dense, dense",
        "Conv2D, conv2D",
        "LSTM, lstm",
        "MultiHeadAttention, multiHeadAttention",
        "LeakyReLU, leakyReLU",
        "PReLU, pReLU",
        "GRUCell, gruCell"
    })
    void factoriesHaveTheNameOfTheirLayerWithASmallLetterInFront(String layer, String factory) {
        assertEquals(factory, FactoryName.of(layer));
    }

    @Test
    void constantsHaveTheNameOfTheirAttribute() {
        assertEquals("KERNEL_SIZE", Names.constant("kernelSize"));
        assertEquals("VALUE", Names.constant("value"));
    }
}
