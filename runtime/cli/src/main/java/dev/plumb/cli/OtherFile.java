package dev.plumb.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files that models have to do with and that are not imported, by what their names end in. */
enum OtherFile {
    ARCHIVE(
            "an archive of Plumb, whose model is here already: 'plumb source %s' writes it as source, and a model of that source loads the weights in it",
            "plumb"),
    PYTHON(
            "a program in Python, which makes a model: run it, save the model there with model.save(\"model.keras\"), and import that file",
            "py",
            "ipynb"),
    SOURCE("source that a compiler reads: 'plumb source' takes the name of its model, once it is compiled", "java", "kt"),
    CLASS("a compiled class: 'plumb source' takes the name of its model", "class", "jar"),
    PYTORCH(
            "a file of PyTorch, which has no layers in it: write the model there with torch.onnx.export, and import the .onnx file",
            "pt",
            "pth"),
    TENSORFLOW(
            "a file of TensorFlow: open the model in Keras, save it there with model.save(\"model.keras\"), and import that file",
            "pb",
            "tflite",
            "ckpt"),
    WEIGHTS(
            "a file of weights, which has no layers in it: write the model, and give its network these weights by weightsFrom",
            "safetensors",
            "weights.h5");

    private final String said;
    private final List<String> endings;

    OtherFile(String said, String... endings) {
        this.said = said;
        this.endings = List.of(endings);
    }

    /** What a file is, if its name says that it is one of these. */
    static Optional<OtherFile> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.endings.stream().anyMatch(ending -> name.endsWith("." + ending)))
                .findFirst();
    }

    /** What the file is, and which command takes it. */
    String refusal(Path file) {
        return "'" + file + "' is " + said.replace("%s", file.toString());
    }
}
