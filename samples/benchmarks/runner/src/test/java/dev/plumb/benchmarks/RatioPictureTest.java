package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class RatioPictureTest {
    @Test
    void twiceAsFastAndTwiceAsSlowAreAsLong() {
        assertEquals(RatioPicture.x(2) - RatioPicture.x(1), RatioPicture.x(1) - RatioPicture.x(0.5), 1e-9);
    }

    @Test
    void whatLiesBeyondTheAxisIsAtItsEnd() {
        assertEquals(RatioPicture.x(16), RatioPicture.x(1000));
        assertEquals(RatioPicture.x(0.25), RatioPicture.x(0.001));
    }

    @Test
    void eachLineWithARatioHasABar() throws Exception {
        Results results = new Results();
        results.measured(Workload.W3_CNN, "Plumb", 2);
        results.measured(Workload.W3_CNN, "other & more", 5);
        results.measured(Workload.W4_LSTM, "Plumb", 2);
        String svg = new RatioPicture(results).svg();
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        // The white ground and one bar.
        assertEquals(2, document.getElementsByTagName("rect").getLength());
        assertTrue(svg.contains("2.50× other &amp; more"), svg);
    }
}
