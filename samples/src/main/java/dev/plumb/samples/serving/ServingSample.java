package dev.plumb.samples.serving;

import dev.plumb.onnx.OnnxModel;
import dev.plumb.runtime.Fit;
import dev.plumb.samples.Sample;
import dev.plumb.samples.digits.DigitClassifierModel;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trains the classifier of digits for a few epochs, writes it as an ONNX file, and serves that file until the program is stopped. Its argument is a port. */
public final class ServingSample implements Sample {
    private static final String PORT = "8080";
    private static final int LAST_PORT = 65535;

    @Override
    public String name() {
        return "serving";
    }

    @Override
    public String idea() {
        return "the digits as an ONNX file, served over HTTP by ONNX Runtime";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        String port = arguments.isEmpty() ? PORT : arguments.get(0);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
            out.println("Its argument is a port to listen on, from 0 (any that is free) to " + LAST_PORT + ", such as "
                    + PORT + ", not '" + port + "'.");
            return;
        }
        Digits digits = Digits.load();
        DigitClassifierModel model = DigitClassifierModel.create(42);
        model.trainer(Adam.of(1e-3))
                .fit(
                        DigitClassifierModel.dataset(
                                digits.training().images(), digits.training().labels()),
                        Fit.epochs(5));
        try {
            Path file = Files.createTempDirectory("plumb").resolve("digits.onnx");
            OnnxModel.of(model).write(file);
            PredictionService service = PredictionService.start(ServedModel.load(file), Integer.parseInt(port));
            out.printf(
                    "%s is served until you stop this program. A %d:%n%n",
                    file, digits.test().classes().get(0));
            out.printf(
                    "curl http://localhost:%d/predict -d '{\"image\": [%s]}'%n",
                    service.port(), Arrays.toString(digits.test().pixels().get(0)));
        } catch (IOException e) {
            out.println("Cannot serve the model: " + e.getMessage());
        }
    }
}
