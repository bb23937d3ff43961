package dev.plumb.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of file that models have to do with and that is not imported.
 *
 * @param said what it is, and which command or program takes it; {@code %s} stands for the file
 * @param endings what the names of such files end in
 */
record OtherFile(String said, List<String> endings) {
    private static final List<OtherFile> ALL = List.of(
            new OtherFile(
                    "an archive of Plumb, whose model is here already: 'plumb source %s' writes it as source, and a"
                            + " model of that source loads the weights in it",
                    List.of(".plumb")),
            new OtherFile(
                    "a program in Python, which makes a model: run it, save the model there with"
                            + " model.save(\"model.keras\"), and import that file",
                    List.of(".py", ".ipynb")),
            new OtherFile(
                    "source that a compiler reads: 'plumb source' takes the name of its model, once it is compiled",
                    List.of(".java", ".kt")),
            new OtherFile("compiled code: 'plumb source' takes the name of its model", List.of(".class", ".jar")),
            new OtherFile(
                    "a file of PyTorch, which has no layers in it: write the model there with torch.onnx.export, and"
                            + " import the .onnx file",
                    List.of(".pt", ".pth")),
            new OtherFile(
                    "a file of TensorFlow: open the model in Keras, save it there with model.save(\"model.keras\"), and"
                            + " import that file",
                    List.of(".pb", ".tflite", ".ckpt")),
            new OtherFile(
                    "a file of weights, which has no layers in it: write the model, and give its network these weights"
                            + " by weightsFrom",
                    List.of(".safetensors", ".weights.h5")));

    OtherFile {
        endings = List.copyOf(endings);
    }

    /** What a file is, if its name says that it is one of these. */
    static Optional<OtherFile> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(kind -> kind.endings.stream().anyMatch(name::endsWith))
                .findFirst();
    }

    String refusal(Path file) {
        return "'" + file + "' is " + said.replace("%s", file.toString());
    }
}
