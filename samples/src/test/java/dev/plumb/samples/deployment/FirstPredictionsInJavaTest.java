package dev.plumb.samples.deployment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** docs/deployment.md: the first predictions of one example need no native code, and nobody sees where it takes over. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class FirstPredictionsInJavaTest {

    @Test
    void onePredictionLoadsNoNativeCode() throws IOException, InterruptedException {
        String printed = predict(0, 1);
        assertTrue(printed.contains("predicted once"), printed);
        assertFalse(isNativeLoaded(printed), "oneDNN or JavaCPP");
    }

    @Test
    void oneDnnTakesOverWithTheSameBits() throws IOException, InterruptedException {
        String printed = predict(10_100, 1);
        int once = printed.indexOf("predicted once");
        assertFalse(isNativeLoaded(printed.substring(0, once)), "oneDNN or JavaCPP before");
        assertTrue(isNativeLoaded(printed.substring(once)), "oneDNN or JavaCPP later");
        assertTrue(printed.contains("the same 10101"), printed.substring(once));
    }

    @Test
    void severalThreadsSeeTheSameBits() throws IOException, InterruptedException {
        assertTrue(predict(2_000, 4).contains("the same 2001"));
    }

    private static boolean isNativeLoaded(String printed) {
        return printed.contains("org.bytedeco.javacpp.Loader ") || printed.contains("org.bytedeco.dnnl.");
    }

    private static String predict(int count, int threads) throws IOException, InterruptedException {
        assumeTrue(Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 "), "a processor with AVX2");
        return SmallClassPath.run(
                List.of("-Xlog:class+load:stdout"),
                ManyPredictions.class,
                Integer.toString(count),
                Integer.toString(threads));
    }
}
