package dev.plumb.samples.gallery;

import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Summary;
import dev.plumb.samples.Sample;
import dev.plumb.samples.backbones.ResNetTransferModel;
import dev.plumb.samples.code.AttentionInCodeModel;
import dev.plumb.samples.code.ResidualVectorsInCodeModel;
import dev.plumb.samples.code.SiameseImagesModel;
import dev.plumb.samples.siamese.TwoEncodersModel;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** Lists the models that no other sample is about; with the name of one, shows its layers. */
public final class GallerySample implements Sample {
    private static final List<Supplier<Graph>> ALL = List.of(
            GuideStackModel::graph,
            MnistImagesModel::graph,
            ProductImagesModel::graph,
            DropoutClassifierModel::graph,
            SavedModel::graph,
            MatrixDenseModel::graph,
            ResidualDemoModel::graph,
            MnistReunitedModel::graph,
            PurchaseLikelihoodModel::graph,
            ImageAndMetadataModel::graph,
            ProductHeadsModel::graph,
            TwoBranchesModel::graph,
            TwoHeadsModel::graph,
            TwoEncodersModel::graph,
            ResNetTransferModel::graph,
            // what layers in code have is known once there is a network
            () -> AttentionInCodeModel.create(1).network().graph(),
            () -> ResidualVectorsInCodeModel.create(1).network().graph(),
            () -> SiameseImagesModel.create(1).network().graph());

    @Override
    public String name() {
        return "gallery";
    }

    @Override
    public String idea() {
        return "small models of every kind and their layers";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            for (Supplier<Graph> model : ALL) {
                Graph graph = model.get();
                out.printf("%-22s %,12d parameters%n", graph.name(), graph.parameters());
            }
            out.println("With a name as its argument, it shows the layers.");
            return;
        }
        ALL.stream()
                .map(Supplier::get)
                .filter(graph -> graph.name().equals(arguments.get(0)))
                .findFirst()
                .ifPresentOrElse(
                        graph -> out.println(Summary.of(graph).text()),
                        () -> out.println("There is no model '" + arguments.get(0) + "' in the gallery."));
    }
}
