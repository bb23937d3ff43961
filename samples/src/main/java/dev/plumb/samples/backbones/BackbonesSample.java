package dev.plumb.samples.backbones;

import dev.plumb.graph.Graph;
import dev.plumb.keras.KerasWeights;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Lists the backbones; with the name of one and a file that Keras wrote, says how its weights fit. */
public final class BackbonesSample implements Sample {
    private record Backbone(Supplier<Graph> graph, KerasNames names) {}

    private static final List<Backbone> ALL = List.of(
            new Backbone(VGG16Model::graph, KerasNames.VGG16),
            new Backbone(VGG16FeaturesModel::graph, KerasNames.VGG16),
            new Backbone(ResNet50Model::graph, KerasNames.RESNET50),
            new Backbone(MobileNetV2Model::graph, KerasNames.MOBILENET_V2),
            new Backbone(MobileNetV3SmallModel::graph, KerasNames.MOBILENET_V3_SMALL),
            new Backbone(EfficientNetB0Model::graph, KerasNames.EFFICIENTNET_B0));

    @Override
    public String name() {
        return "backbones";
    }

    @Override
    public String idea() {
        return "image models that transfer learning starts from, with weights from files of Keras";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.size() < 2) {
            for (Backbone backbone : ALL) {
                Graph graph = backbone.graph().get();
                out.printf("%-18s %,12d parameters%n", graph.name(), graph.parameters());
            }
            out.println(
                    "With a name and a file of Keras as its arguments, it says how the weights fit: docs/keras-files.md.");
            return;
        }
        Optional<Backbone> chosen = ALL.stream()
                .filter(backbone -> backbone.graph().get().name().equals(arguments.get(0)))
                .findFirst();
        if (chosen.isEmpty()) {
            out.println("There is no backbone '" + arguments.get(0) + "'.");
            return;
        }
        try {
            KerasWeights weights = KerasWeights.read(Path.of(arguments.get(1)));
            Network network = Network.create(chosen.get().graph().get(), 42);
            out.print(network.weightsFrom(
                    weights, Matching.byName().naming(chosen.get().names()::of)));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            out.println(e.getMessage());
        }
    }
}
